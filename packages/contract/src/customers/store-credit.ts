import { z } from 'zod';
import { ledgerFields, MoneyAccountEntry } from '../accounts/schemas.ts';
import { inStore, merchant, mutation, query } from '../operation.ts';
import { ById, Id } from '../shared/ids.ts';
import { Money } from '../shared/numbers.ts';
import { page } from '../shared/page.ts';
import { Currency } from '../shared/places.ts';
import { line } from '../shared/text.ts';
import { Timestamp } from '../shared/time.ts';

/** What the merchant owes a customer, by currency. */
export const StoreCredit = z
  .object({
    customerId: Id,
    balances: z.array(
      z.object({ currency: Currency, currencyDigits: z.int(), balance: Money, updatedAt: Timestamp }),
    ),
  })
  .meta({ id: 'StoreCredit' });
export type StoreCredit = z.infer<typeof StoreCredit>;

export const AdjustStoreCreditInput = z.strictObject({
  id: Id.meta({ description: 'The customer.' }),
  storeId: Id.meta({ description: 'Where it is given: in the currency of this store.' }),
  amount: Money.refine((amount) => amount !== 0, { error: 'must not be zero' }).meta({
    description: 'What is given, or (negative) taken back, in minor units.',
    example: 1000,
  }),
  reason: line(500).meta({ example: 'For a broken cup' }),
});
export type AdjustStoreCreditInput = z.infer<typeof AdjustStoreCreditInput>;

export const ListStoreCreditEntriesInput = z.strictObject({ ...ledgerFields, currency: Currency });
export type ListStoreCreditEntriesInput = z.infer<typeof ListStoreCreditEntriesInput>;

/** They join the operations on customers. */
export const customerStoreCredit = {
  storeCredit: query({
    rest: { method: 'GET', path: '/customers/{id}/store-credit' },
    permission: 'customers.read',
    scope: merchant,
    summary: 'See the store credit of a customer',
    input: ById,
    output: StoreCredit,
    errors: ['NOT_FOUND'],
  }),
  storeCreditLedger: query({
    rest: { method: 'GET', path: '/customers/{id}/store-credit/entries' },
    permission: 'customers.read',
    scope: merchant,
    summary: 'List every movement of the store credit of a customer in one currency',
    input: ListStoreCreditEntriesInput,
    output: page(MoneyAccountEntry),
    errors: ['NOT_FOUND', 'INVALID_CURSOR'],
  }),
  adjustStoreCredit: mutation({
    rest: { method: 'POST', path: '/customers/{id}/store-credit/adjustments' },
    permission: 'store_credit.adjust',
    scope: inStore(),
    summary: 'Give a customer store credit, or take some back, with a reason',
    input: AdjustStoreCreditInput,
    output: MoneyAccountEntry,
    errors: ['NOT_FOUND', 'INSUFFICIENT_BALANCE', 'AMOUNT_OUT_OF_RANGE', 'WRONG_STATUS'],
    idempotency: 'required',
  }),
};
