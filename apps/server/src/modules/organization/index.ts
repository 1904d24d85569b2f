export { registerHandlers, storeHandlers } from './handlers.ts';
export { storeExists } from './stores.repo.ts';
