import { z } from 'zod';
import { MoneyAccountEntry, Points, PointsEntry } from '../accounts/schemas.ts';
import { GiftCard } from '../gift-cards/schemas.ts';
import { merchant, mutation, query } from '../operation.ts';
import { ReturnSummary } from '../returns/schemas.ts';
import { OpenSaleSummary } from '../sales/open-sales.ts';
import { Payment } from '../sales/payments.ts';
import { Sale, SaleSummary } from '../sales/schemas.ts';
import { Id, Version } from '../shared/ids.ts';
import { Money, MoneyTotal } from '../shared/numbers.ts';
import { page } from '../shared/page.ts';
import { Currency } from '../shared/places.ts';
import { Timestamp } from '../shared/time.ts';
import { ConsentChange, Customer, ListPurchasesInput } from './schemas.ts';

export const MergeCustomersInput = z.strictObject({
  id: Id.meta({ description: 'Who stays.' }),
  version: Version,
  mergedId: Id.meta({
    description: 'Who turned out to be the same person. The id leads to who stays from then on.',
  }),
  mergedVersion: Version,
});
export type MergeCustomersInput = z.infer<typeof MergeCustomersInput>;

export const EraseCustomerInput = z.strictObject({
  id: Id,
  version: Version,
  forfeitBalances: z.boolean().default(false).meta({
    description: 'Points and store credit go with them. Without it, somebody with a balance is not erased.',
  }),
});
export type EraseCustomerInput = z.infer<typeof EraseCustomerInput>;

/** How many of each the data of one person holds at most; all of them are in the lists of each. */
export const MAX_PERSONAL_ITEMS = 10_000;

const boughtLine = z.object({ name: z.string(), quantity: z.number(), total: MoneyTotal });

const latest = `The latest ${MAX_PERSONAL_ITEMS}`;

/** All that is stored about one person. */
export const PersonalData = z
  .object({
    exportedAt: Timestamp,
    customer: Customer,
    merged: z.array(Customer).meta({
      description: 'The profiles of those who turned out to be the same person, as they were then.',
    }),
    groups: z.array(z.object({ id: Id, name: z.string() })),
    consents: z.array(ConsentChange).meta({ description: latest }),
    memberships: z
      .array(
        z.object({
          programName: z.string(),
          tierName: z.string().nullable(),
          points: Points,
          enrolledAt: Timestamp,
        }),
      )
      .meta({ description: 'In loyalty programmes, ended ones too.' }),
    points: z.array(PointsEntry).meta({ description: `${latest}; the others are in loyalty.ledger.` }),
    storeCredit: z
      .array(z.object({ currency: Currency, balance: Money, entries: z.array(MoneyAccountEntry) }))
      .meta({
        description: `Of merged customers too. Together ${latest.toLowerCase()} entries; the others are in customers.storeCreditLedger.`,
      }),
    giftCards: z.array(GiftCard).meta({ description: latest }),
    saleCount: z.int(),
    sales: z
      .array(
        SaleSummary.extend({
          ...Sale.pick({ taxExemptReason: true, note: true }).shape,
          payments: z.array(Payment.pick({ method: true, amount: true, reference: true })),
          lines: z.array(boughtLine),
        }),
      )
      .meta({ description: `${latest}; the others are in customers.purchases.` }),
    openSales: z.array(OpenSaleSummary.extend({ lines: z.array(boughtLine) })).meta({
      description: `Open, parked and cancelled ones. ${latest}; the others are in sales.listOpen.`,
    }),
    returns: z
      .array(ReturnSummary.extend({ lines: z.array(boughtLine) }))
      .meta({ description: `${latest}; the others are in returns.list.` }),
  })
  .meta({ id: 'PersonalData' });
export type PersonalData = z.infer<typeof PersonalData>;

/** What becomes of a customer with all that hangs on them: they join the operations on customers. */
export const customerLifecycle = {
  purchases: query({
    rest: { method: 'GET', path: '/customers/{id}/purchases' },
    permission: 'sales.read',
    scope: merchant,
    summary: 'List what a customer has bought',
    description:
      'Sales of the stores in which the caller may read sales, those of merged customers among them.',
    input: ListPurchasesInput,
    output: page(SaleSummary),
    errors: ['NOT_FOUND', 'INVALID_CURSOR'],
  }),
  merge: mutation({
    rest: { method: 'POST', path: '/customers/{id}/merge' },
    permission: 'customers.merge',
    scope: merchant,
    summary: 'Make one customer of two: sales, points and store credit follow',
    description:
      'The profile of who stays is kept; what is empty in it is filled from the other. Groups and tags are joined, up to 50 of ' +
      'each, and the notes as far as there is room for both. Of consents that differ the one that was taken back counts. Who is active in one of the two is active.',
    input: MergeCustomersInput,
    output: Customer,
    errors: ['NOT_FOUND', 'CONFLICT', 'SAME_CUSTOMER', 'WRONG_STATUS', 'AMOUNT_OUT_OF_RANGE'],
    idempotency: 'required',
  }),
  erase: mutation({
    rest: { method: 'POST', path: '/customers/{id}/erase' },
    permission: 'customers.erase',
    scope: merchant,
    summary: 'Forget who a customer is, for good',
    description:
      'The sales stay, without the person: name, contact, address, notes, tags and groups are gone, in the customers merged ' +
      'into this one too. What tax law asks to keep of an exemption stays with the sale.',
    input: EraseCustomerInput,
    output: Customer,
    errors: ['NOT_FOUND', 'CONFLICT', 'WRONG_STATUS', 'CUSTOMER_HAS_BALANCE', 'CUSTOMER_HAS_OPEN_SALES'],
    idempotency: 'required',
  }),
  personalData: mutation({
    rest: { method: 'POST', path: '/customers/{id}/personal-data' },
    permission: 'customers.erase',
    scope: merchant,
    summary: 'Read all that is stored about one person, to hand it to them',
    description: 'Who asked for it is written to the audit log.',
    input: z.strictObject({ id: Id }),
    output: PersonalData,
    errors: ['NOT_FOUND'],
    idempotency: 'none',
  }),
};
