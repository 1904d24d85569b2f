import { z } from 'zod';
import { PositivePoints } from '../accounts/schemas.ts';
import { GiftCardCode } from '../gift-cards/schemas.ts';
import { SaleLoyalty } from '../loyalty/schemas.ts';
import { Id, NewId } from '../shared/ids.ts';
import { Money, PositiveMoney, Quantity } from '../shared/numbers.ts';
import { pageFields } from '../shared/page.ts';
import { line, text } from '../shared/text.ts';
import { CalendarDate, Timestamp } from '../shared/time.ts';
import {
  cartFields,
  EMPTY_CART,
  exampleId,
  exampleLine,
  isNotEmpty,
  MAX_SALE_LINES,
  pricedLine,
  pricedTotals,
} from './cart.ts';

/**
 * How a sale is paid: cash in the drawer, a card on a terminal that is not ours, or out of what is owed to the customer: a
 * gift card, store credit, points.
 */
export const PaymentMethod = z.enum(['cash', 'card', 'gift_card', 'store_credit', 'loyalty']);
export type PaymentMethod = z.infer<typeof PaymentMethod>;

/** What moves money: each of them is an entry of the money ledger. */
export const TransactionKind = z.enum(['sale', 'paid_in', 'paid_out', 'drop']);
export type TransactionKind = z.infer<typeof TransactionKind>;

const tip = PositiveMoney.default(0).meta({ description: 'What of it is a tip: outside total and tax.' });

const someMoney = PositiveMoney.refine((value) => value > 0, { error: 'must be more than 0' });

export const PaymentInput = z.discriminatedUnion('method', [
  z.strictObject({
    method: z.literal('cash'),
    tendered: PositiveMoney.meta({ description: 'What is handed over; change is given out of it.' }),
    tip,
  }),
  z.strictObject({
    method: z.literal('card'),
    amount: someMoney.meta({ description: 'What the terminal has charged, tip included.' }),
    tip,
    reference: line(100).meta({
      description: 'What the terminal calls the payment, to find it again there.',
      example: 'TX-48211',
    }),
  }),
  z.strictObject({
    method: z.literal('gift_card'),
    code: GiftCardCode,
    amount: someMoney.meta({ description: 'What is taken from it, tip included; the rest stays on it.' }),
    tip,
  }),
  z
    .strictObject({ method: z.literal('store_credit'), amount: someMoney })
    .meta({ description: 'Of the customer of the sale.' }),
  z
    .strictObject({
      method: z.literal('loyalty'),
      points: PositivePoints.min(1).meta({
        description:
          'What they pay is in the active loyalty programme: points × redemption.amount ÷ redemption.points, rounded down.',
      }),
    })
    .meta({ description: 'Points of the customer of the sale.' }),
]);
export type PaymentInput = z.infer<typeof PaymentInput>;

export const CreateSaleInput = z
  .strictObject({
    id: NewId.optional(),
    ...cartFields,
    registerId: Id,
    payments: z.array(PaymentInput).max(20),
    expected: z
      .strictObject({
        total: Money,
        lineTotals: z.array(Money).max(MAX_SALE_LINES).optional(),
      })
      .optional()
      .meta({
        description:
          'What the till has shown. A sale that comes to something else is refused with PRICE_MISMATCH.',
      }),
    note: text(1000).default(''),
  })
  .refine(isNotEmpty, EMPTY_CART)
  .refine((sale) => sale.payments.every((payment) => !('tip' in payment) || payment.tip <= paid(payment)), {
    path: ['payments'],
    error: 'must not hold a tip that is more than its payment',
  })
  .refine(({ payments }) => isOnce(payments, 'loyalty') && isOnce(payments, 'store_credit'), {
    path: ['payments'],
    error: 'must not hold two payments by points, or two by store credit',
  })
  .meta({
    example: {
      storeId: exampleId,
      registerId: exampleId,
      lines: [exampleLine],
      payments: [{ method: 'cash', tendered: 10_000 }],
    },
  });
export type CreateSaleInput = z.infer<typeof CreateSaleInput>;

function paid(payment: Extract<PaymentInput, { tip: number }>): number {
  return payment.method === 'cash' ? payment.tendered : payment.amount;
}

function isOnce(payments: readonly PaymentInput[], method: PaymentMethod): boolean {
  return payments.filter((payment) => payment.method === method).length <= 1;
}

export const SaleStatus = z.enum(['completed']);

/** What a payment has come to. */
export const PaymentStatus = z.enum(['captured']);

/** How a part of a sale was paid. */
export const Payment = z
  .object({
    id: Id,
    method: PaymentMethod,
    status: PaymentStatus,
    amount: PositiveMoney.meta({ description: 'What was kept, tip included.' }),
    tendered: PositiveMoney,
    change: PositiveMoney,
    tip: PositiveMoney,
    reference: z.string().nullable().meta({
      description: 'What the terminal calls it; of a gift card the last four characters of its code.',
    }),
    points: PositivePoints.nullable().meta({ description: 'The points that paid it; else null.' }),
    giftCardId: Id.nullable().meta({ description: 'The gift card that paid it; else null.' }),
    balanceAfter: PositiveMoney.nullable().meta({
      description: 'What was left on the gift card or of the store credit; else null.',
    }),
  })
  .meta({ id: 'Payment' });

export const SaleLine = z
  .object({
    id: Id,
    position: z.int().min(0),
    ...pricedLine,
    components: z
      .array(z.object({ productId: Id, name: z.string(), quantity: Quantity }))
      .nullable()
      .meta({ description: 'What a bundle has held, over all of its quantity; null for what is none.' }),
  })
  .meta({ id: 'SaleLine' });

/** A completed sale. It never changes: corrections are documents of their own. */
export const Sale = z
  .object({
    id: Id,
    storeId: Id,
    registerId: Id,
    shiftId: Id.nullable().meta({
      description: 'The shift that was open at the register; null where none was.',
    }),
    number: z.int().min(1).meta({ description: 'Counts the sales of the register, without gaps.' }),
    status: SaleStatus,
    businessDate: CalendarDate.meta({ description: "The store's business day that it belongs to." }),
    cashierId: Id,
    lines: z.array(SaleLine),
    ...pricedTotals,
    cashRounding: Money.meta({ description: 'Signed; 0 without a cash payment. Not taxed.' }),
    tipTotal: PositiveMoney,
    payable: Money.meta({ description: 'total + cashRounding + tipTotal.' }),
    payments: z.array(Payment),
    change: PositiveMoney.meta({ description: 'What to give back.' }),
    loyalty: SaleLoyalty.nullable().meta({ description: 'Null where points had nothing to do with it.' }),
    note: z.string(),
    pricingVersion: z.int(),
    completedAt: Timestamp,
  })
  .meta({ id: 'Sale' });
export type Sale = z.infer<typeof Sale>;

/** A sale as a list shows it. */
export const SaleSummary = Sale.pick({
  id: true,
  storeId: true,
  registerId: true,
  shiftId: true,
  number: true,
  status: true,
  businessDate: true,
  cashierId: true,
  currency: true,
  currencyDigits: true,
  customerId: true,
  giftCardTotal: true,
  total: true,
  cashRounding: true,
  tipTotal: true,
  payable: true,
  completedAt: true,
}).meta({ id: 'SaleSummary' });
export type SaleSummary = z.infer<typeof SaleSummary>;

export const ListSalesInput = z.strictObject({
  storeId: Id.optional(),
  registerId: Id.optional(),
  shiftId: Id.optional(),
  cashierId: Id.optional(),
  businessDateFrom: CalendarDate.optional(),
  businessDateTo: CalendarDate.optional(),
  ...pageFields,
  sort: z.enum(['completedAt', '-completedAt']).default('-completedAt'),
});
export type ListSalesInput = z.infer<typeof ListSalesInput>;

export const ReceiptFormat = z.enum(['json', 'text', 'html', 'escpos']);

/** How many columns the widest printers have on 80 mm paper. */
export const MAX_PRINTER_COLUMNS = 48;

export const GetReceiptInput = z
  .strictObject({
    id: Id,
    format: ReceiptFormat.default('json'),
    columns: z.int().min(32).max(80).default(42).meta({
      description:
        'The width of a receipt as text or ESC/POS, which takes up to 48: 42 for 80 mm paper, 32 for 58 mm.',
      example: 42,
    }),
    copy: z.boolean().default(false).meta({
      description: 'Marks it as a copy: for every print but the first.',
    }),
  })
  .refine(({ format, columns }) => format !== 'escpos' || columns <= MAX_PRINTER_COLUMNS, {
    path: ['columns'],
    error: `must be at most ${MAX_PRINTER_COLUMNS} for escpos`,
  });
export type GetReceiptInput = z.infer<typeof GetReceiptInput>;

/** A label and an amount, already written as the customer reads them. */
const ReceiptRow = z.object({ label: z.string(), amount: z.string() });

/** What a receipt says, in the store's words and formats, for a till that lays it out itself. */
const JsonReceipt = z.object({
  format: z.literal('json'),
  language: z.string().meta({
    description: 'Of its words: that of the store where they are there in it, else English.',
    example: 'en',
  }),
  direction: z.enum(['ltr', 'rtl']).meta({ description: 'How that language is written.' }),
  store: z.object({ name: z.string(), addressLines: z.array(z.string()), phone: z.string().nullable() }),
  title: z.string(),
  copy: z
    .string()
    .nullable()
    .meta({ description: 'The word that marks it as a copy; null where it is none.' }),
  number: z.string().meta({ description: 'Register and number, as printed.' }),
  completedAt: z.string(),
  register: z.string(),
  cashier: z.string(),
  headings: z
    .object({
      item: z.string(),
      amount: z.string(),
      taxRate: z.string(),
      net: z.string(),
      tax: z.string(),
    })
    .meta({ description: 'What the columns of the lines and of the taxes are called.' }),
  lines: z.array(
    z.object({
      name: z.string(),
      quantity: z.string(),
      unitPrice: z.string(),
      gross: z.string(),
      components: z.array(z.string()).meta({
        description: 'What a bundle holds.',
        example: ['2 x Cup', '1 x Coffee beans 250 g'],
      }),
      discounts: z.array(ReceiptRow),
    }),
  ),
  totals: z.array(ReceiptRow),
  total: ReceiptRow,
  payments: z.array(ReceiptRow),
  balances: z.array(ReceiptRow).meta({
    description:
      'What is left on gift cards and of store credit that paid, and the points: those earned, those spent, and those there are now.',
  }),
  taxes: z.array(z.object({ name: z.string(), base: z.string(), amount: z.string() })),
  saleId: Id,
  header: z.string().meta({ description: 'What the store prints above its receipts, in its own lines.' }),
  footer: z.string().meta({ description: 'What it prints below them.' }),
});

const TextReceipt = z.object({
  format: z.literal('text'),
  mediaType: z.literal('text/plain; charset=utf-8'),
  content: z.string(),
});

const HtmlReceipt = z.object({
  format: z.literal('html'),
  mediaType: z.literal('text/html; charset=utf-8'),
  content: z.string().meta({ description: 'A page that needs nothing beside itself.' }),
});

const EscPosReceipt = z.object({
  format: z.literal('escpos'),
  mediaType: z.literal('application/octet-stream'),
  content: z.string().meta({ description: 'The bytes for the printer, in Base64.' }),
});

/** A receipt. Over REST every format but `json` answers the text, the page or the bytes themselves. */
export const Receipt = z
  .discriminatedUnion('format', [JsonReceipt, TextReceipt, HtmlReceipt, EscPosReceipt])
  .meta({ id: 'Receipt' });
export type Receipt = z.infer<typeof Receipt>;
export type JsonReceipt = z.infer<typeof JsonReceipt>;
