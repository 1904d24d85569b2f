import { z } from 'zod';
import { Payment, PaymentMethod, Sale } from '../sales/schemas.ts';
import { Id } from '../shared/ids.ts';
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

/** A captured payment with the sale that it has paid. */
export const SalePayment = Payment.extend({
  saleId: Id,
  saleNumber: Sale.shape.number,
  ...ofSale,
  transactionId: Id.meta({ description: 'Its entry of the money ledger.' }),
  occurredAt: Timestamp,
  recordedAt: Timestamp,
}).meta({ id: 'SalePayment' });
export type SalePayment = z.infer<typeof SalePayment>;

export const ListPaymentsInput = z.strictObject({
  storeId: Id.optional(),
  registerId: Id.optional(),
  method: PaymentMethod.optional(),
  reference: line(100).optional().meta({
    description:
      'Exactly what the terminal calls it, or the last four characters of the code of a gift card.',
    example: 'TX-48211',
  }),
  businessDateFrom: CalendarDate.optional(),
  businessDateTo: CalendarDate.optional(),
  ...pageFields,
  sort: z.enum(['recordedAt', '-recordedAt']).default('-recordedAt'),
});
export type ListPaymentsInput = z.infer<typeof ListPaymentsInput>;
