import { PointsEntry } from '../accounts/schemas.ts';
import { anywhere, merchant, mutation, query } from '../operation.ts';
import { ById } from '../shared/ids.ts';
import { page } from '../shared/page.ts';
import {
  AdjustPointsInput,
  CreateLoyaltyProgramInput,
  EnrolCustomerInput,
  ListLoyaltyProgramsInput,
  ListPointsEntriesInput,
  LoyaltyMembership,
  LoyaltyProgram,
  LoyaltyProgramStepInput,
  UpdateLoyaltyProgramInput,
} from './schemas.ts';

export const loyaltyPrograms = {
  list: query({
    rest: { method: 'GET', path: '/loyalty-programs', conditional: true },
    permission: 'loyalty.read',
    scope: merchant,
    summary: 'List loyalty programmes',
    input: ListLoyaltyProgramsInput,
    output: page(LoyaltyProgram),
    errors: ['INVALID_CURSOR'],
  }),
  get: query({
    rest: { method: 'GET', path: '/loyalty-programs/{id}', conditional: true },
    permission: 'loyalty.read',
    scope: merchant,
    summary: 'Get a loyalty programme',
    input: ById,
    output: LoyaltyProgram,
    errors: ['NOT_FOUND'],
  }),
  create: mutation({
    rest: { method: 'POST', path: '/loyalty-programs', creates: '/loyalty-programs/{id}' },
    permission: 'loyalty.manage',
    scope: merchant,
    summary: 'Draft a loyalty programme',
    input: CreateLoyaltyProgramInput,
    output: LoyaltyProgram,
    errors: ['INVALID_REFERENCE'],
  }),
  update: mutation({
    rest: { method: 'PATCH', path: '/loyalty-programs/{id}' },
    permission: 'loyalty.manage',
    scope: merchant,
    summary: 'Change a loyalty programme',
    description:
      'What was earned stays. Tiers are looked at again when somebody buys, and once a day. Whoever is in a tier that is ' +
      'left out earns without a multiplier until then, and is put into the one that they have earned, without grace. A ' +
      'reward that is left out is no longer given; sales that had it keep it.',
    input: UpdateLoyaltyProgramInput,
    output: LoyaltyProgram,
    errors: ['NOT_FOUND', 'CONFLICT', 'INVALID_REFERENCE', 'WRONG_STATUS'],
  }),
  activate: mutation({
    rest: { method: 'POST', path: '/loyalty-programs/{id}/activate' },
    permission: 'loyalty.manage',
    scope: merchant,
    summary: 'Start a drafted loyalty programme',
    input: LoyaltyProgramStepInput,
    output: LoyaltyProgram,
    errors: ['NOT_FOUND', 'CONFLICT', 'WRONG_STATUS', 'LOYALTY_PROGRAM_ACTIVE'],
  }),
  end: mutation({
    rest: { method: 'POST', path: '/loyalty-programs/{id}/end' },
    permission: 'loyalty.manage',
    scope: merchant,
    summary: 'End a loyalty programme for good, or drop a draft',
    description:
      'Its points are neither earned nor spent any more; they stay in the ledger until they expire.',
    input: LoyaltyProgramStepInput,
    output: LoyaltyProgram,
    errors: ['NOT_FOUND', 'CONFLICT', 'WRONG_STATUS'],
  }),
};

export const loyalty = {
  enrol: mutation({
    rest: { method: 'POST', path: '/customers/{id}/loyalty' },
    permission: 'customers.manage',
    scope: anywhere,
    summary: 'Make a customer a member of the active loyalty programme',
    description: 'Who is a member already stays one.',
    input: EnrolCustomerInput,
    output: LoyaltyMembership,
    errors: ['NOT_FOUND', 'LOYALTY_NOT_AVAILABLE', 'WRONG_STATUS'],
  }),
  adjust: mutation({
    rest: { method: 'POST', path: '/customers/{id}/loyalty/adjustments' },
    permission: 'loyalty.adjust',
    scope: merchant,
    summary: 'Give a customer points, or take some away',
    description: 'Points that are given last as long as those that are earned now. They count for no tier.',
    input: AdjustPointsInput,
    output: PointsEntry,
    errors: [
      'NOT_FOUND',
      'LOYALTY_NOT_AVAILABLE',
      'INSUFFICIENT_BALANCE',
      'AMOUNT_OUT_OF_RANGE',
      'WRONG_STATUS',
    ],
    idempotency: 'required',
  }),
  ledger: query({
    rest: { method: 'GET', path: '/customers/{id}/loyalty/entries' },
    permission: 'customers.read',
    scope: merchant,
    summary: 'List every movement of the points of a customer',
    description: 'In the active programme; where they are not in it, in the one that they were in last.',
    input: ListPointsEntriesInput,
    output: page(PointsEntry),
    errors: ['NOT_FOUND', 'INVALID_CURSOR'],
  }),
};

/** They join the operations on customers. */
export const customerLoyalty = {
  loyalty: query({
    rest: { method: 'GET', path: '/customers/{id}/loyalty' },
    permission: 'customers.read',
    scope: merchant,
    summary: 'See the points, the tier and the rewards of a customer',
    input: ById,
    output: LoyaltyMembership,
    errors: ['NOT_FOUND', 'LOYALTY_NOT_AVAILABLE'],
  }),
};
