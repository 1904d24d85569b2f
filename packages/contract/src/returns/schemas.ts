import { z } from 'zod';
import { PositivePoints } from '../accounts/schemas.ts';
import { AppliedTax, exampleId, MAX_SALE_LINES, SaleLineKind } from '../sales/cart.ts';
import {
  otherPayment,
  PaymentFailure,
  PaymentMethod,
  paymentReference,
  someMoney,
} from '../sales/payments.ts';
import { BEYOND_PRINTER, fitsPrinter, ReceiptFormat, receiptOptions } from '../sales/schemas.ts';
import { Id, NewId } from '../shared/ids.ts';
import { distinctBy } from '../shared/lists.ts';
import { Money, PositiveMoney, Quantity, QuantityOrZero } from '../shared/numbers.ts';
import { pageFields } from '../shared/page.ts';
import { Currency } from '../shared/places.ts';
import { line, text } from '../shared/text.ts';
import { CalendarDate, Timestamp } from '../shared/time.ts';
import { ReturnKind } from './kind.ts';

/** Where returned goods go: back into stock, to the damaged goods, or nowhere. */
export const Disposition = z.enum(['restock', 'damaged', 'none']);
export type Disposition = z.infer<typeof Disposition>;

const disposition = Disposition.default('restock').meta({
  description:
    'Back into stock, to the damaged goods, or nowhere. It makes no difference for what is not tracked.',
});

/** Some of what was sold on one line. */
export const ReturnLineInput = z.strictObject({
  saleLineId: Id,
  quantity: Quantity,
  disposition,
});
export type ReturnLineInput = z.infer<typeof ReturnLineInput>;

const returnedLines = distinctBy(
  z.array(ReturnLineInput).max(MAX_SALE_LINES),
  ({ saleLineId }) => saleLineId,
  'a line',
);

const reason = line(500).meta({ description: 'Why it came back.', example: 'Too small' });

/** How money is given back where somebody chooses it. */
export const RefundInput = z
  .discriminatedUnion('method', [
    z.strictObject({ method: z.literal('cash'), amount: someMoney }),
    z.strictObject({ method: z.literal('card'), amount: someMoney, reference: paymentReference }),
    z.strictObject({ method: z.literal('store_credit'), amount: someMoney }),
    z.strictObject({
      method: z.literal('other'),
      name: otherPayment.name,
      amount: someMoney,
      reference: paymentReference.optional(),
    }),
  ])
  .meta({ description: 'Before cash rounding.' });
export type RefundInput = z.infer<typeof RefundInput>;

const chosenRefunds = z
  .array(RefundInput)
  .max(10)
  .optional()
  .meta({
    description:
      'How the money is given back, all of it. It takes returns.choose_refund, or an approval. Left out, it goes back the way ' +
      'it came: card, other, gift card, store credit, points, cash, each up to what it still holds.',
  });

const cardReference = paymentReference.optional().meta({
  description: 'What the terminal calls the refund, where a card was charged on one that is not ours.',
});

/** What a return comes to, as the till has shown it. */
const expected = z
  .strictObject({ refundTotal: PositiveMoney })
  .optional()
  .meta({ description: 'What the till has shown. Another refund is refused with REFUND_MISMATCH.' });

/** What comes back of a sale, without where. */
export const returnFields = {
  saleId: Id,
  lines: returnedLines,
  reason,
  note: text(1000).default(''),
};

const place = { storeId: Id, registerId: Id };

const SOMETHING = { path: ['lines'], error: 'must hold something' };

export const CreateReturnInput = z
  .strictObject({
    id: NewId.optional(),
    ...place,
    ...returnFields,
    customerId: Id.optional().meta({
      description: 'Who gets store credit, where the sale has no customer; to be left out where it has one.',
    }),
    refunds: chosenRefunds,
    cardReference,
    expected,
  })
  .refine(({ lines }) => lines.length > 0, SOMETHING)
  .meta({
    example: {
      ...{ storeId: exampleId, registerId: exampleId, saleId: exampleId, reason: 'Too small' },
      lines: [{ saleLineId: exampleId, quantity: 1 }],
    },
  });
export type CreateReturnInput = z.infer<typeof CreateReturnInput>;

export const QuoteReturnInput = z
  .strictObject({
    storeId: Id,
    saleId: Id,
    lines: returnedLines.meta({ description: 'None: only what can be returned is told.' }),
  })
  .meta({ example: { storeId: exampleId, saleId: exampleId, lines: [] } });
export type QuoteReturnInput = z.infer<typeof QuoteReturnInput>;

/** Goods that come back without a receipt. */
const WithoutReceiptLine = z.strictObject({ productId: Id, quantity: Quantity, disposition });

const withoutReceipt = {
  ...place,
  customerId: Id.meta({ description: 'Who gets the store credit.' }),
  lines: z.array(WithoutReceiptLine).min(1).max(100),
};

export const QuoteWithoutReceiptInput = z.strictObject(withoutReceipt);
export type QuoteWithoutReceiptInput = z.infer<typeof QuoteWithoutReceiptInput>;

export const CreateWithoutReceiptInput = z.strictObject({
  id: NewId.optional(),
  ...withoutReceipt,
  reason,
  note: text(1000).default(''),
  expected,
});
export type CreateWithoutReceiptInput = z.infer<typeof CreateWithoutReceiptInput>;

const returnedLine = {
  saleLineId: Id.nullable().meta({ description: 'The line of the sale; null without a receipt.' }),
  kind: SaleLineKind,
  productId: Id.nullable(),
  giftCardId: Id.nullable(),
  sku: z.string().nullable(),
  name: z.string(),
  quantity: Quantity,
  unitLabel: z.string().nullable(),
  unitPrice: PositiveMoney,
  gross: Money.meta({ description: 'Its share of the gross of the line; only shown.' }),
  discount: Money.meta({ description: 'Its share of the discounts; only shown.' }),
  taxes: z.array(AppliedTax),
  net: Money,
  tax: Money,
  total: Money.meta({ description: 'net + tax: what is given back for it.' }),
  disposition: Disposition,
  components: z
    .array(z.object({ productId: Id, name: z.string(), quantity: Quantity }))
    .nullable()
    .meta({ description: 'What of a bundle came back; null for what is none.' }),
};

/** What a return comes to. */
const returnTotals = {
  currency: Currency,
  currencyDigits: z.int().min(0).max(4),
  pricesIncludeTax: z.boolean(),
  taxes: z.array(AppliedTax),
  grossTotal: Money,
  discountTotal: Money,
  netTotal: Money.meta({ description: 'What is no longer earned: without tax and without gift cards.' }),
  taxTotal: Money,
  giftCardTotal: PositiveMoney.meta({ description: 'What is taken off gift cards that the sale had sold.' }),
  total: PositiveMoney.meta({ description: 'netTotal + taxTotal + giftCardTotal.' }),
  cashRounding: Money.meta({
    description: 'Signed: cash refunds of a sale are rounded together, so that parts come to what all does.',
  }),
  tipTotal: PositiveMoney.meta({ description: 'Tips are given back by a void only.' }),
  refundTotal: PositiveMoney.meta({ description: 'total + cashRounding + tipTotal: what is given back.' }),
};

/**
 * `pending`: the provider has not answered yet, and is asked until it has. `completed`: given back. `failed`: refused by the
 * provider.
 */
export const RefundStatus = z.enum(['pending', 'completed', 'failed']);
export type RefundStatus = z.infer<typeof RefundStatus>;

const refundFields = {
  paymentId: Id.nullable().meta({
    description: 'The payment of the sale that it counts against; null without a receipt.',
  }),
  method: PaymentMethod,
  amount: PositiveMoney.meta({ description: 'What is given back, tip included.' }),
  tip: PositiveMoney,
  name: z.string().nullable(),
  provider: z.string().nullable(),
  points: PositivePoints.nullable().meta({ description: 'The points that are restored; else null.' }),
  giftCardId: Id.nullable(),
};

/** How a part of a return is paid out. */
export const Refund = z
  .object({
    id: Id,
    ...refundFields,
    status: RefundStatus,
    reference: z.string().nullable(),
    failure: PaymentFailure.nullable(),
    balanceAfter: PositiveMoney.nullable().meta({
      description: 'What is on the gift card or of the store credit then; else null.',
    }),
  })
  .meta({ id: 'Refund' });
export type Refund = z.infer<typeof Refund>;

/** What points have to do with a return. */
export const ReturnLoyalty = z
  .object({
    programId: Id,
    clawedBack: PositivePoints.meta({ description: 'Of those that the sale has earned.' }),
    restored: PositivePoints.meta({
      description: 'Of those that it has spent, as a payment and for rewards.',
    }),
  })
  .meta({ id: 'ReturnLoyalty' });
export type ReturnLoyalty = z.infer<typeof ReturnLoyalty>;

/** Goods that came back. It never changes, but for what providers answer of its refunds. */
export const Return = z
  .object({
    id: Id,
    storeId: Id,
    registerId: Id,
    shiftId: Id.nullable(),
    number: z.int().min(1).meta({ description: 'Counts the returns of the register, without gaps.' }),
    kind: ReturnKind,
    saleId: Id.nullable().meta({ description: 'Null without a receipt.' }),
    exchangeId: Id.nullable().meta({ description: 'The exchange that it is part of; else null.' }),
    customerId: Id.nullable(),
    businessDate: CalendarDate,
    cashierId: Id,
    lines: z.array(z.object({ id: Id, position: z.int().min(0), ...returnedLine })),
    ...returnTotals,
    refunds: z.array(Refund),
    loyalty: ReturnLoyalty.nullable(),
    reason: z.string(),
    note: z.string(),
    completedAt: Timestamp,
  })
  .meta({ id: 'Return' });
export type Return = z.infer<typeof Return>;

/** A return as a list shows it. */
export const ReturnSummary = Return.omit({ lines: true, taxes: true, refunds: true, loyalty: true }).meta({
  id: 'ReturnSummary',
});
export type ReturnSummary = z.infer<typeof ReturnSummary>;

/** What can be returned of a line. */
const Returnable = z.object({
  saleLineId: Id,
  name: z.string(),
  sold: Quantity,
  returned: QuantityOrZero,
  returnable: QuantityOrZero,
});

/** What a return would come to. */
export const ReturnQuote = z
  .object({
    saleId: Id.nullable(),
    lines: z.array(z.object(returnedLine)),
    ...returnTotals,
    refunds: z.array(z.object(refundFields)).meta({
      description: 'How the money would be given back, unless somebody chooses otherwise.',
    }),
    loyalty: ReturnLoyalty.nullable(),
    returnable: z.array(Returnable).meta({ description: 'Each line of the sale; none without a receipt.' }),
  })
  .meta({ id: 'ReturnQuote' });
export type ReturnQuote = z.infer<typeof ReturnQuote>;

export const ListReturnsInput = z.strictObject({
  storeId: Id.optional(),
  registerId: Id.optional(),
  shiftId: Id.optional(),
  saleId: Id.optional(),
  customerId: Id.optional(),
  cashierId: Id.optional(),
  kind: ReturnKind.optional(),
  refundStatus: RefundStatus.optional().meta({ description: 'With a refund of this status.' }),
  businessDateFrom: CalendarDate.optional(),
  businessDateTo: CalendarDate.optional(),
  ...pageFields,
  sort: z.enum(['completedAt', '-completedAt']).default('-completedAt'),
});
export type ListReturnsInput = z.infer<typeof ListReturnsInput>;

export const GetReturnReceiptInput = z
  .strictObject({ id: Id, format: ReceiptFormat.default('json'), ...receiptOptions })
  .refine(fitsPrinter, BEYOND_PRINTER);
export type GetReturnReceiptInput = z.infer<typeof GetReturnReceiptInput>;

export const RetryRefundInput = z.strictObject({ id: Id, refundId: Id });
export type RetryRefundInput = z.infer<typeof RetryRefundInput>;

export const VoidSaleInput = z.strictObject({
  id: Id,
  returnId: NewId.optional().meta({ description: 'An id for the return that it makes, made by the client.' }),
  reason: line(500).meta({ example: 'Rung up twice' }),
});
export type VoidSaleInput = z.infer<typeof VoidSaleInput>;
