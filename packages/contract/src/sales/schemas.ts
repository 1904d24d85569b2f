import { z } from 'zod';
import { SaleLoyalty } from '../loyalty/schemas.ts';
import { ReturnKind } from '../returns/kind.ts';
import { Id, NewId, Version } from '../shared/ids.ts';
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
  OpenCart,
  pricedLine,
  pricedTotals,
} from './cart.ts';
import { Payment, PaymentInput, type PaymentMethod, tipIsWithin } from './payments.ts';

/** What moves money: each of them is an entry of the money ledger. */
export const TransactionKind = z.enum(['sale', 'return', 'paid_in', 'paid_out', 'drop']);
export type TransactionKind = z.infer<typeof TransactionKind>;

/** What the till has shown. */
export const ExpectedTotals = z
  .strictObject({
    total: Money,
    lineTotals: z.array(Money).max(MAX_SALE_LINES).optional(),
  })
  .meta({
    description:
      'What the till has shown. A sale that comes to something else is refused with PRICE_MISMATCH.',
  });
export type ExpectedTotals = z.infer<typeof ExpectedTotals>;

/** What an open sale is called, to find it again. */
export const saleName = line(100).meta({
  description: 'What an open sale is called, to find it again when it is parked.',
  example: 'Mrs Smith, blue coat',
});

export const CreateSaleInput = z
  .strictObject({
    id: NewId.optional(),
    ...cartFields,
    registerId: Id,
    payments: z
      .array(PaymentInput)
      .max(20)
      .optional()
      .meta({
        description:
          'All that pays it: the sale is completed at once. Left out, the sale stays open, and may be empty: lines and ' +
          'payments are added one by one.',
      }),
    expected: ExpectedTotals.optional(),
    name: saleName.optional(),
    note: text(1000).default(''),
  })
  .refine((sale) => sale.payments === undefined || isNotEmpty(sale), EMPTY_CART)
  .refine(({ payments = [] }) => payments.every(tipIsWithin), {
    path: ['payments'],
    error: 'must not hold a tip that is more than its payment',
  })
  .refine(({ payments = [] }) => isOnce(payments, 'loyalty') && isOnce(payments, 'store_credit'), {
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

function isOnce(payments: readonly PaymentInput[], method: PaymentMethod): boolean {
  return payments.filter((payment) => payment.method === method).length <= 1;
}

/** `open` (a cart; `parked` while it waits) → `completed` or `cancelled`, which never change any more. */
export const SaleStatus = z.enum(['open', 'parked', 'completed', 'cancelled']);
export type SaleStatus = z.infer<typeof SaleStatus>;

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

/** What has been returned of a completed sale. */
const SaleReturn = z.object({
  id: Id,
  kind: ReturnKind,
  total: PositiveMoney,
  refundTotal: PositiveMoney,
  completedAt: Timestamp,
});

/**
 * A sale. While it is open its figures are those of the last change, and completing prices it again. A completed one never
 * changes: corrections are documents of their own.
 */
export const Sale = z
  .object({
    id: Id,
    storeId: Id,
    registerId: Id,
    shiftId: Id.nullable().meta({
      description:
        'The shift that was open at the register; null where none was, while it is open, and for a late one.',
    }),
    number: z.int().min(1).nullable().meta({
      description: 'Counts the completed sales of the register, without gaps; null for others.',
    }),
    status: SaleStatus,
    version: Version.meta({
      description:
        'Counts its changes while it is open; each of them must carry the one that it was made from.',
    }),
    name: z.string().nullable().meta({ description: 'What it is called while it is open; else null.' }),
    businessDate: CalendarDate.nullable().meta({
      description: "The store's business day that it belongs to; null until it is completed.",
    }),
    cashierId: Id.meta({ description: 'Who has completed it; of another who has opened it.' }),
    lines: z.array(SaleLine),
    ...pricedTotals,
    cashRounding: Money.meta({ description: 'Signed; 0 without a cash payment. Not taxed.' }),
    tipTotal: PositiveMoney,
    payable: Money.meta({ description: 'total + cashRounding + tipTotal.' }),
    payments: z.array(Payment).meta({
      description: 'What has paid it; while it is open also what failed and what was voided.',
    }),
    change: PositiveMoney.meta({ description: 'What to give back.' }),
    due: Money.meta({
      description:
        'What is still to be paid of an open sale, before cash rounding: total less what its payments pay without ' +
        'tips; below 0 where they pay too much. 0 otherwise.',
    }),
    dueInCash: Money.meta({
      description: 'The same where the rest is paid in cash: rounded as the store rounds cash. 0 otherwise.',
    }),
    cart: OpenCart.nullable().meta({
      description: 'What was put into an open sale, to be changed further; null for others.',
    }),
    loyalty: SaleLoyalty.nullable().meta({
      description: 'Null where points had nothing to do with it, and until it is completed.',
    }),
    note: z.string(),
    exchangeId: Id.nullable().meta({ description: 'The exchange that it is part of; else null.' }),
    returns: z.array(SaleReturn).meta({ description: 'What was returned of it since, the first one first.' }),
    isVoided: z.boolean().meta({ description: 'Whether it was voided: returned whole, in the same shift.' }),
    tillReference: z.string().nullable().meta({
      description: 'What an offline till has printed on its receipt; null where it was rung up here.',
    }),
    late: z.boolean().meta({
      description:
        'Whether it came in from an offline till after its shift was closed: the next Z report has it apart.',
    }),
    pricingVersion: z.int(),
    openedAt: Timestamp,
    updatedAt: Timestamp.meta({ description: 'When it was last changed.' }),
    cancelReason: z.string().nullable().meta({ description: 'Why it was cancelled; else null.' }),
    completedAt: Timestamp.nullable().meta({
      description: 'When the goods were handed over; null until it is completed.',
    }),
    recordedAt: Timestamp.nullable().meta({
      description: 'When it was written as completed here: after completedAt where a till was offline.',
    }),
  })
  .meta({ id: 'Sale' });
export type Sale = z.infer<typeof Sale>;

/** A completed sale as a list shows it. */
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
  exchangeId: true,
  tillReference: true,
  late: true,
})
  .extend({
    number: z.int().min(1),
    businessDate: CalendarDate,
    completedAt: Timestamp,
    recordedAt: Timestamp,
  })
  .meta({ id: 'SaleSummary' });
export type SaleSummary = z.infer<typeof SaleSummary>;

export const ListSalesInput = z.strictObject({
  storeId: Id.optional(),
  registerId: Id.optional(),
  shiftId: Id.optional(),
  cashierId: Id.optional(),
  tillReference: line(64).optional().meta({
    description: 'What an offline till has printed on the receipt: unique for each register.',
    example: 'T1-000123',
  }),
  businessDateFrom: CalendarDate.optional(),
  businessDateTo: CalendarDate.optional(),
  ...pageFields,
  sort: z.enum(['completedAt', '-completedAt']).default('-completedAt'),
});
export type ListSalesInput = z.infer<typeof ListSalesInput>;

export const SaleByNumberInput = z
  .strictObject({
    storeId: Id,
    registerId: Id,
    number: z.int().min(1).optional().meta({ description: 'As printed; of the register that is named.' }),
    tillReference: line(64).optional().meta({
      description: 'What an offline till has printed on the receipt.',
    }),
  })
  .refine(({ number, tillReference }) => (number === undefined) !== (tillReference === undefined), {
    path: ['number'],
    error: 'must be given, or tillReference instead',
  });
export type SaleByNumberInput = z.infer<typeof SaleByNumberInput>;

export const ReceiptFormat = z.enum(['json', 'text', 'html', 'escpos']);
export type ReceiptFormat = z.infer<typeof ReceiptFormat>;

/** How many columns the widest printers have on 80 mm paper. */
export const MAX_PRINTER_COLUMNS = 48;

/** How a receipt is laid out. */
export const receiptOptions = {
  columns: z.int().min(32).max(80).default(42).meta({
    description:
      'The width of a receipt as text or ESC/POS, which takes up to 48: 42 for 80 mm paper, 32 for 58 mm.',
    example: 42,
  }),
  copy: z.boolean().default(false).meta({
    description: 'Marks it as a copy: for every print but the first.',
  }),
};

/** No printer has more columns. */
export function fitsPrinter({ format, columns }: { format: ReceiptFormat; columns: number }): boolean {
  return format !== 'escpos' || columns <= MAX_PRINTER_COLUMNS;
}

export const BEYOND_PRINTER = {
  path: ['columns'],
  error: `must be at most ${MAX_PRINTER_COLUMNS} for escpos`,
};

export const GetReceiptInput = z
  .strictObject({ id: Id, format: ReceiptFormat.default('json'), ...receiptOptions })
  .refine(fitsPrinter, BEYOND_PRINTER);
export type GetReceiptInput = z.infer<typeof GetReceiptInput>;

/** A label and an amount, already written as the customer reads them. */
const ReceiptRow = z.object({ label: z.string(), amount: z.string() });

/** What a receipt says, in the store's words and formats, for a till that lays it out itself. */
const JsonReceipt = z
  .object({
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
    reference: z
      .string()
      .nullable()
      .meta({
        description:
          'Of a return the receipt of the sale, or that there is none; of what an offline till has sold the reference that ' +
          'it has printed; else null.',
      }),
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
        'What is left on gift cards and of store credit that paid or were given back to, and the points: those that came, those ' +
        'that went, and those there are now.',
    }),
    taxes: z.array(z.object({ name: z.string(), base: z.string(), amount: z.string() })),
    documentId: Id.meta({ description: 'Of the sale or the return: what the QR code holds.' }),
    saleId: Id.nullable().meta({
      description: 'The sale, also of the receipt of a return; null of one without a receipt.',
    }),
    header: z.string().meta({ description: 'What the store prints above its receipts, in its own lines.' }),
    footer: z.string().meta({ description: 'What it prints below them.' }),
  })
  .meta({ id: 'JsonReceipt' });

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
