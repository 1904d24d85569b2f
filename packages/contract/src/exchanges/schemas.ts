import { z } from 'zod';
import { RefundInput, Return, returnFields } from '../returns/schemas.ts';
import { cartFields, EMPTY_CART, exampleId, exampleLine, isNotEmpty } from '../sales/cart.ts';
import { PaymentInput, paymentReference, tipIsWithin } from '../sales/payments.ts';
import { ExpectedTotals, Sale } from '../sales/schemas.ts';
import { Id, NewId } from '../shared/ids.ts';
import { Money } from '../shared/numbers.ts';
import { text } from '../shared/text.ts';

const { storeId, customerId, ...bought } = cartFields;

/** What comes back, and what goes out instead. */
export const CreateExchangeInput = z
  .strictObject({
    id: NewId.optional(),
    storeId,
    registerId: Id,
    customerId: customerId.meta({
      description: 'Who buys; left out, the customer of the sale whose goods come back.',
    }),
    return: z
      .strictObject({ id: NewId.optional(), ...returnFields })
      .refine(({ lines }) => lines.length > 0, { path: ['lines'], error: 'must hold something' }),
    sale: z
      .strictObject({
        id: NewId.optional(),
        ...bought,
        payments: z.array(PaymentInput).max(20).default([]).meta({
          description: 'What is paid beside the goods that come back, where the new ones cost more.',
        }),
        expected: ExpectedTotals.optional(),
        note: text(1000).default(''),
      })
      .refine(isNotEmpty, EMPTY_CART)
      .refine(({ payments }) => payments.every(tipIsWithin), {
        path: ['payments'],
        error: 'must not hold a tip that is more than its payment',
      }),
    refunds: z.array(RefundInput).max(10).optional().meta({
      description: 'How the rest is given back where the new goods cost less, as of a return.',
    }),
    cardReference: paymentReference.optional(),
  })
  .meta({
    example: {
      ...{ storeId: exampleId, registerId: exampleId },
      return: { saleId: exampleId, reason: 'Too small', lines: [{ saleLineId: exampleId, quantity: 1 }] },
      sale: { lines: [exampleLine], payments: [] },
    },
  });
export type CreateExchangeInput = z.infer<typeof CreateExchangeInput>;

/** A return and a sale in one: the goods that come back pay those that go out, and one payment the difference. */
export const Exchange = z
  .object({
    id: Id,
    return: Return,
    sale: Sale,
    exchanged: Money.meta({ description: 'How much of the sale the returned goods have paid.' }),
    net: Money.meta({
      description: 'What the customer has paid beside them; below 0, what they were given back.',
    }),
  })
  .meta({ id: 'Exchange' });
export type Exchange = z.infer<typeof Exchange>;
