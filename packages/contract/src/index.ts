import { auth } from './auth/operations.ts';
import { inventory } from './inventory/operations.ts';
import { products } from './products/operations.ts';
import { registers } from './registers/operations.ts';
import type { RouterOf } from './router.ts';
import { sales } from './sales/operations.ts';
import { stores } from './stores/operations.ts';
import { taxCategories, taxRates } from './taxes/operations.ts';

/** Every operation of Cashwrap. The server, the REST face, the OpenAPI document and the SDK follow from it. */
export const contract = {
  auth,
  stores,
  registers,
  taxCategories,
  taxRates,
  products,
  inventory,
  sales,
};

export type CashwrapContract = typeof contract;

/** The type that `createTRPCClient` takes. */
export type AppRouter = RouterOf<CashwrapContract>;

export * from './auth/schemas.ts';
export * from './errors.ts';
export * from './inventory/schemas.ts';
export * from './operation.ts';
export * from './permissions.ts';
export * from './products/schemas.ts';
export * from './registers/schemas.ts';
export type { InputOf, OutputOf, RouterOf, TrpcErrorShape } from './router.ts';
export * from './sales/schemas.ts';
export * from './shared/empty.ts';
export * from './shared/ids.ts';
export * from './shared/numbers.ts';
export * from './shared/page.ts';
export * from './shared/places.ts';
export * from './shared/text.ts';
export * from './shared/time.ts';
export * from './stores/schemas.ts';
export * from './taxes/schemas.ts';
