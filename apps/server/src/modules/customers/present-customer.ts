import type { Customer } from '@cashwrap/contract';
import type { CustomerRow } from './customers.repo.ts';

/** The customer as callers see them. */
export function toCustomer({
  createdAt,
  updatedAt,
  saleCount,
  inputHash,
  mergedIntoId,
  lifetime,
  ...row
}: CustomerRow): Customer {
  return {
    ...row,
    lifetime: lifetime.map(({ firstSaleAt, lastSaleAt, ...figures }) => ({
      ...figures,
      // JSON of the database says instants otherwise.
      firstSaleAt: new Date(firstSaleAt).toISOString(),
      lastSaleAt: new Date(lastSaleAt).toISOString(),
    })),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
