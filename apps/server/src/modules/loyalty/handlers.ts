import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { adjustPoints } from './adjust-points.ts';
import { activateProgram, createProgram, endProgram, updateProgram } from './change-program.ts';
import { enrolCustomer } from './enrol-customer.ts';
import { listPointsEntries } from './ledger.ts';
import { getMembership } from './membership.ts';
import { getProgram, listPrograms } from './programs.ts';

export const loyaltyProgramHandlers: Handlers<typeof contract.loyaltyPrograms> = {
  list: listPrograms,
  get: getProgram,
  create: createProgram,
  update: updateProgram,
  activate: activateProgram,
  end: endProgram,
};

export const loyaltyHandlers: Handlers<typeof contract.loyalty> = {
  enrol: enrolCustomer,
  adjust: adjustPoints,
  ledger: listPointsEntries,
};

/** They join the operations on customers. */
export const customerLoyaltyHandlers: Pick<Handlers<typeof contract.customers>, 'loyalty'> = {
  loyalty: getMembership,
};
