import { z } from 'zod';
import { PositivePoints } from '../accounts/schemas.ts';
import { GiftCardCode } from '../gift-cards/schemas.ts';
import { Id } from '../shared/ids.ts';
import { PositiveMoney } from '../shared/numbers.ts';
import { line } from '../shared/text.ts';

/**
 * How a sale is paid: cash in the drawer, a card, out of what is owed to the customer (a gift card, store credit, points), or
 * otherwise. Two are the server's own: `exchange`, the goods of a return that pay those of a sale, and `uncollected`, what an
 * offline till has handed over and nobody could collect.
 */
export const PaymentMethod = z.enum([
  'cash',
  'card',
  'gift_card',
  'store_credit',
  'loyalty',
  'other',
  'exchange',
  'uncollected',
]);
export type PaymentMethod = z.infer<typeof PaymentMethod>;

const tip = PositiveMoney.default(0).meta({ description: 'What of it is a tip: outside total and tax.' });

export const someMoney = PositiveMoney.refine((value) => value > 0, { error: 'must be more than 0' });

/** What another kind of payment is called, such as a voucher of the town. */
export const paymentName = line(50).meta({
  description: 'What the payment is called, as receipts and reports say it.',
  example: 'Town voucher',
});

/** What a terminal, or whoever else has charged it, calls a payment. */
export const paymentReference = line(100).meta({
  description: 'What the terminal calls the payment, to find it again there.',
  example: 'TX-48211',
});

export const cashPayment = {
  method: z.literal('cash'),
  tendered: PositiveMoney.meta({ description: 'What is handed over; change is given out of it.' }),
  tip,
};

export const cardPayment = {
  method: z.literal('card'),
  amount: someMoney.meta({ description: 'What is charged, tip included.' }),
  tip,
};

export const otherPayment = {
  method: z.literal('other'),
  name: paymentName,
  amount: someMoney.meta({ description: 'What it pays, tip included.' }),
  tip,
  reference: paymentReference.optional(),
};

const giftCardPayment = {
  method: z.literal('gift_card'),
  code: GiftCardCode,
  amount: someMoney.meta({ description: 'What is taken from it, tip included; the rest stays on it.' }),
  tip,
};

const storeCreditPayment = { method: z.literal('store_credit'), amount: someMoney };

const loyaltyPayment = {
  method: z.literal('loyalty'),
  points: PositivePoints.min(1).meta({
    description:
      'What they pay is in the active loyalty programme: points × redemption.amount ÷ redemption.points, rounded down.',
  }),
};

const ofAccounts = [
  z.strictObject(giftCardPayment),
  z.strictObject(storeCreditPayment).meta({ description: 'Of the customer of the sale.' }),
  z.strictObject(loyaltyPayment).meta({ description: 'Points of the customer of the sale.' }),
] as const;

/** A payment of a whole checkout: a card has been charged already, on a terminal that is not ours. */
export const PaymentInput = z.discriminatedUnion('method', [
  z.strictObject(cashPayment),
  z.strictObject({ ...cardPayment, reference: paymentReference }),
  ...ofAccounts,
  z.strictObject(otherPayment),
]);
export type PaymentInput = z.infer<typeof PaymentInput>;

/** What a payment provider needs to know beside the amount, by names of its own. */
export const ProviderData = z
  .record(line(40), line(200))
  .refine((data) => Object.keys(data).length <= 20, { error: 'must hold at most 20 values' })
  .meta({
    description: 'What the payment provider wants to know, such as which terminal; see its documentation.',
    example: { terminal: 'till-1' },
  });

/** A payment that is added to an open sale. */
export const AddedPayment = z.discriminatedUnion('method', [
  z.strictObject(cashPayment),
  z.strictObject({
    ...cardPayment,
    provider: line(40)
      .default('terminal')
      .meta({
        description:
          'Who charges it, see payments.providers. `terminal` is one that is not ours: it has charged the card already, and ' +
          'what it calls the payment is the reference.',
        example: 'terminal',
      }),
    reference: paymentReference.optional().meta({
      description: 'What the terminal calls the payment: required of `terminal`, and of no other.',
    }),
    capture: z.boolean().default(true).meta({
      description: 'False: the amount is only set aside, until payments.capture takes it.',
    }),
    data: ProviderData.optional(),
  }),
  ...ofAccounts,
  z.strictObject(otherPayment),
]);
export type AddedPayment = z.infer<typeof AddedPayment>;

/** Whether no tip is more than its payment. */
export function tipIsWithin(payment: PaymentInput | AddedPayment): boolean {
  if (!('tip' in payment)) return true;
  return payment.tip <= (payment.method === 'cash' ? payment.tendered : payment.amount);
}

/**
 * `pending`: asked of the provider, who has not answered yet. `authorized`: the amount is set aside; on an open sale also what
 * is to be taken from an account, or lies beside the drawer, when the sale is completed. `captured`: taken. `failed`:
 * refused. `voided`: given back before the sale was completed.
 */
export const PaymentStatus = z.enum(['pending', 'authorized', 'captured', 'failed', 'voided']);
export type PaymentStatus = z.infer<typeof PaymentStatus>;

/** Why a provider has refused, in the provider's words. */
export const PaymentFailure = z
  .object({
    code: z.string().meta({ example: 'declined' }),
    message: z.string().meta({ description: 'For the cashier.', example: 'The card was declined.' }),
  })
  .meta({ id: 'PaymentFailure' });
export type PaymentFailure = z.infer<typeof PaymentFailure>;

/** How many payments an open sale has at the most, with those that failed and those that were voided. */
export const MAX_SALE_PAYMENTS = 50;

/** How a part of a sale is paid. */
export const Payment = z
  .object({
    id: Id,
    method: PaymentMethod,
    status: PaymentStatus,
    amount: PositiveMoney.meta({
      description: 'What is kept, tip included; of cash on an open sale what was handed over.',
    }),
    tendered: PositiveMoney,
    change: PositiveMoney,
    tip: PositiveMoney,
    name: z.string().nullable().meta({ description: 'What an other payment is called; else null.' }),
    reference: z.string().nullable().meta({
      description: 'What the terminal calls it; of a gift card the last four characters of its code.',
    }),
    provider: z.string().nullable().meta({ description: 'Who charges a card; else null.' }),
    failure: PaymentFailure.nullable().meta({ description: 'Why it failed; else null.' }),
    points: PositivePoints.nullable().meta({ description: 'The points that paid it; else null.' }),
    giftCardId: Id.nullable().meta({ description: 'The gift card that paid it; else null.' }),
    balanceAfter: PositiveMoney.nullable().meta({
      description: 'What was left on the gift card or of the store credit; else null.',
    }),
  })
  .meta({ id: 'Payment' });
export type Payment = z.infer<typeof Payment>;
