import { z } from 'zod';
import { PaymentMethod } from '../sales/payments.ts';
import { TransactionKind } from '../sales/schemas.ts';
import { Id } from '../shared/ids.ts';
import { Money, MoneyTotal } from '../shared/numbers.ts';
import { pageFields } from '../shared/page.ts';
import { Currency } from '../shared/places.ts';
import { CalendarDate, isWithinAYear, Timestamp } from '../shared/time.ts';

/** What an entry of the money ledger is written by. */
export const TransactionDocumentType = z.enum(['sale', 'return', 'cash_movement']);
export type TransactionDocumentType = z.infer<typeof TransactionDocumentType>;

/** An entry of the money ledger: one movement of money by one payment method. It never changes. */
export const Transaction = z
  .object({
    id: Id,
    storeId: Id,
    registerId: Id,
    shiftId: Id.nullable().meta({
      description: 'The shift that was open at the register; null where none was.',
    }),
    kind: TransactionKind.meta({
      description:
        'sale: a payment of a sale. return: a refund, which is negative. paid_in, paid_out, drop: cash put into the drawer, paid out of it, or taken to the ' +
        'safe, beside sales.',
    }),
    method: PaymentMethod,
    currency: Currency,
    currencyDigits: z.int(),
    amount: Money.meta({
      description: 'Signed: what comes in is positive, what goes out is negative. Tips are in it.',
    }),
    tip: Money.meta({ description: 'What of the amount is a tip, with its sign.' }),
    documentType: TransactionDocumentType,
    documentId: Id.meta({
      description: 'The document that it was written by: a sale, a return, or a cash movement.',
    }),
    paymentId: Id.nullable().meta({ description: 'The payment of a sale; null for every other kind.' }),
    refundId: Id.nullable().meta({ description: 'The refund of a return; null for every other kind.' }),
    actorId: Id,
    businessDate: CalendarDate.meta({ description: "The store's business day that it belongs to." }),
    occurredAt: Timestamp,
    recordedAt: Timestamp,
  })
  .meta({ id: 'Transaction' });
export type Transaction = z.infer<typeof Transaction>;

/** An entry as the list shows it. */
export const ListedTransaction = Transaction.extend({
  runningTotal: MoneyTotal.meta({
    description:
      'Σ amount of the entries of its store and its business day that match the filters of the list, from the first ' +
      'recorded up to this one, whatever the sort and the page. It begins at 0 with each business day and is of one ' +
      'store, hence of one currency; with method=cash it is what the drawers of the store have gained that day, ' +
      'without their floats.',
  }),
}).meta({ id: 'ListedTransaction' });
export type ListedTransaction = z.infer<typeof ListedTransaction>;

export const ListTransactionsInput = z.strictObject({
  storeId: Id.optional(),
  registerId: Id.optional(),
  shiftId: Id.optional(),
  kind: TransactionKind.optional(),
  method: PaymentMethod.optional(),
  actorId: Id.optional(),
  documentId: Id.optional().meta({ description: 'What this sale, return or cash movement moved.' }),
  businessDateFrom: CalendarDate.optional(),
  businessDateTo: CalendarDate.optional(),
  ...pageFields,
  sort: z.enum(['recordedAt', '-recordedAt']).default('-recordedAt'),
});
export type ListTransactionsInput = z.infer<typeof ListTransactionsInput>;

export const TransactionTotalsInput = z
  .strictObject({
    storeId: Id.optional(),
    businessDateFrom: CalendarDate,
    businessDateTo: CalendarDate.meta({ description: 'The last day that counts.' }),
  })
  .refine((input) => input.businessDateFrom <= input.businessDateTo, {
    path: ['businessDateTo'],
    error: 'must not be before businessDateFrom',
  })
  .refine((input) => isWithinAYear(input.businessDateFrom, input.businessDateTo), {
    path: ['businessDateTo'],
    error: 'must be at most a year after businessDateFrom',
  });
export type TransactionTotalsInput = z.infer<typeof TransactionTotalsInput>;

/** What the entries of one store, currency, kind and payment method come to. */
export const TransactionTotal = z
  .object({
    storeId: Id,
    currency: Currency,
    currencyDigits: z.int(),
    kind: TransactionKind,
    method: PaymentMethod,
    count: z.int().meta({ description: 'How many entries.' }),
    amount: MoneyTotal.meta({ description: 'Σ amount: signed, tips included.' }),
    tips: MoneyTotal.meta({ description: 'Σ tip: what of the amount is tips.' }),
  })
  .meta({ id: 'TransactionTotal' });
export type TransactionTotal = z.infer<typeof TransactionTotal>;
