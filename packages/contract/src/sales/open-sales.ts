import { z } from 'zod';
import { Id, NewId, Version } from '../shared/ids.ts';
import { Money, PositiveMoney, Quantity } from '../shared/numbers.ts';
import { pageFields } from '../shared/page.ts';
import { line, text } from '../shared/text.ts';
import { cartFields, cartLineFields } from './cart.ts';
import { AddedPayment, tipIsWithin } from './payments.ts';
import { ExpectedTotals, Sale, SaleStatus, saleName } from './schemas.ts';

/** An open sale, as it was read. */
const openSale = { id: Id, version: Version };

export const UpdateSaleInput = z
  .strictObject({
    ...openSale,
    customerId: Id.nullable().optional().meta({ description: 'Null: nobody in particular.' }),
    name: saleName.nullable().optional(),
    note: text(1000).optional(),
    discounts: cartFields.discounts.unwrap().optional(),
    codes: cartFields.codes.unwrap().optional(),
    serviceCharges: cartFields.serviceCharges.unwrap().optional(),
    giftCards: cartFields.giftCards.unwrap().optional(),
    rewardIds: cartFields.rewardIds.unwrap().optional(),
  })
  .meta({ example: { version: 1, note: 'Gift wrapping' } });
export type UpdateSaleInput = z.infer<typeof UpdateSaleInput>;

export const AddLineInput = z.strictObject({
  ...openSale,
  lineId: NewId.optional().meta({ description: 'An id for the line, made by the client (a UUIDv7).' }),
  ...cartLineFields,
});
export type AddLineInput = z.infer<typeof AddLineInput>;

export const UpdateLineInput = z.strictObject({
  ...openSale,
  lineId: Id,
  quantity: Quantity.optional(),
  unitPrice: PositiveMoney.nullable()
    .optional()
    .meta({ description: 'Null: that of the catalogue again. Otherwise as of a new line.' }),
  discounts: cartLineFields.discounts.unwrap().optional(),
});
export type UpdateLineInput = z.infer<typeof UpdateLineInput>;

export const RemoveLineInput = z.strictObject({ ...openSale, lineId: Id });
export type RemoveLineInput = z.infer<typeof RemoveLineInput>;

export const ParkSaleInput = z.strictObject({ ...openSale, name: saleName.optional() });
export type ParkSaleInput = z.infer<typeof ParkSaleInput>;

export const ResumeSaleInput = z.strictObject({
  ...openSale,
  registerId: Id.meta({ description: 'The register that it goes on at, of the same store.' }),
});
export type ResumeSaleInput = z.infer<typeof ResumeSaleInput>;

export const CompleteSaleInput = z.strictObject({
  ...openSale,
  expected: ExpectedTotals.optional().meta({
    description:
      'What the till has shown, where that is not what the last answer said: the total of the last answer is expected ' +
      'otherwise. A sale that comes to something else is refused with PRICE_MISMATCH.',
  }),
});
export type CompleteSaleInput = z.infer<typeof CompleteSaleInput>;

export const CancelSaleInput = z.strictObject({
  ...openSale,
  reason: line(500).meta({ example: 'The customer has left' }),
});
export type CancelSaleInput = z.infer<typeof CancelSaleInput>;

export const AddPaymentInput = z
  .strictObject({
    ...openSale,
    paymentId: NewId.optional().meta({
      description:
        'An id for the payment, made by the client (a UUIDv7): sent again, it is the same payment.',
    }),
    payment: AddedPayment,
  })
  .refine(({ payment }) => tipIsWithin(payment), {
    path: ['payment', 'tip'],
    error: 'must not be more than the payment',
  })
  .refine(
    ({ payment }) =>
      payment.method !== 'card' || (payment.provider === 'terminal') === (payment.reference !== undefined),
    { path: ['payment', 'reference'], error: 'is required of the provider "terminal", and of no other' },
  );
export type AddPaymentInput = z.infer<typeof AddPaymentInput>;

export const RemovePaymentInput = z.strictObject({ ...openSale, paymentId: Id });
export type RemovePaymentInput = z.infer<typeof RemovePaymentInput>;

/** A sale that is not completed, as a list shows it. */
export const OpenSaleSummary = Sale.pick({
  id: true,
  storeId: true,
  registerId: true,
  status: true,
  version: true,
  name: true,
  cashierId: true,
  customerId: true,
  currency: true,
  currencyDigits: true,
  note: true,
  cancelReason: true,
  openedAt: true,
  updatedAt: true,
})
  .extend({
    total: Money.meta({ description: 'What it came to when it was last changed.' }),
    lineCount: z.int(),
  })
  .meta({ id: 'OpenSaleSummary' });
export type OpenSaleSummary = z.infer<typeof OpenSaleSummary>;

export const ListOpenSalesInput = z.strictObject({
  storeId: Id.optional(),
  registerId: Id.optional(),
  status: SaleStatus.exclude(['completed'])
    .optional()
    .meta({ description: 'Left out: open and parked ones.' }),
  customerId: Id.optional(),
  ...pageFields,
  sort: z.enum(['updatedAt', '-updatedAt']).default('-updatedAt'),
});
export type ListOpenSalesInput = z.infer<typeof ListOpenSalesInput>;
