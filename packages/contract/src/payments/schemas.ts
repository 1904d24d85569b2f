import { z } from 'zod';
import { Payment, PaymentMethod, PaymentStatus, someMoney } from '../sales/payments.ts';
import { Sale } from '../sales/schemas.ts';
import { Id } from '../shared/ids.ts';
import { PositiveMoney } from '../shared/numbers.ts';
import { pageFields } from '../shared/page.ts';
import { line } from '../shared/text.ts';
import { CalendarDate, Timestamp } from '../shared/time.ts';

const ofSale = Sale.pick({
  storeId: true,
  registerId: true,
  shiftId: true,
  businessDate: true,
  cashierId: true,
  currency: true,
  currencyDigits: true,
}).shape;

/** A payment with the sale that it pays. */
export const SalePayment = Payment.extend({
  saleId: Id,
  saleStatus: Sale.shape.status,
  saleNumber: Sale.shape.number,
  ...ofSale,
  transactionId: Id.nullable().meta({
    description:
      'Its entry of the money ledger; null until its sale is completed, and where nothing was taken.',
  }),
  createdAt: Timestamp,
  occurredAt: Timestamp.nullable().meta({ description: 'Of its entry; else null.' }),
  recordedAt: Timestamp.nullable().meta({ description: 'Of its entry; else null.' }),
}).meta({ id: 'SalePayment' });
export type SalePayment = z.infer<typeof SalePayment>;

export const ListPaymentsInput = z.strictObject({
  storeId: Id.optional(),
  registerId: Id.optional(),
  saleId: Id.optional(),
  method: PaymentMethod.optional(),
  status: PaymentStatus.optional().meta({
    description:
      'Left out, or captured: those that completed sales have captured. Others are of sales that are not completed, or were ' +
      'not when they failed or were voided.',
  }),
  reference: line(100).optional().meta({
    description:
      'Exactly what the terminal calls it, or the last four characters of the code of a gift card.',
    example: 'TX-48211',
  }),
  businessDateFrom: CalendarDate.optional(),
  businessDateTo: CalendarDate.optional(),
  ...pageFields,
  sort: z.enum(['recordedAt', '-recordedAt']).default('-recordedAt').meta({
    description: 'Those that are not captured: by when they were added.',
  }),
});
export type ListPaymentsInput = z.infer<typeof ListPaymentsInput>;

export const CapturePaymentInput = z.strictObject({
  id: Id,
  amount: someMoney.optional().meta({
    description: 'What is taken, tip included: at most what was set aside. Left out: all of it.',
  }),
  tip: PositiveMoney.optional().meta({
    description: 'What of it is a tip, where that was written onto the slip; left out, as it was.',
  }),
});
export type CapturePaymentInput = z.infer<typeof CapturePaymentInput>;

/** Who can charge cards here. */
export const PaymentProviderInfo = z
  .object({
    name: z.string().meta({ description: 'What sales.addPayment calls it.', example: 'terminal' }),
    title: z.string().meta({ example: 'A terminal that is not connected' }),
    description: z.string().meta({ description: 'What it does, and which data it takes.' }),
    isSimulated: z.boolean().meta({ description: 'Whether no money moves: for developers and tests.' }),
    canAuthorize: z.boolean().meta({
      description: 'Whether it can set an amount aside, to be captured later.',
    }),
  })
  .meta({ id: 'PaymentProviderInfo' });
export type PaymentProviderInfo = z.infer<typeof PaymentProviderInfo>;
