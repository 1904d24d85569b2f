import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { pairRegister } from './pair-register.ts';
import { createRegister, getRegister, listRegisters } from './registers.ts';
import { renameRegister } from './rename-register.ts';
import { retireRegister } from './retire-register.ts';
import { createStore, getStore, listStores } from './stores.ts';

export const storeHandlers: Handlers<typeof contract.stores> = {
  create: createStore,
  get: getStore,
  list: listStores,
};

export const registerHandlers: Handlers<typeof contract.registers> = {
  create: createRegister,
  get: getRegister,
  list: listRegisters,
  rename: renameRegister,
  pair: pairRegister,
  retire: retireRegister,
};
