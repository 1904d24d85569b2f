import { z } from 'zod';
import { ledgerFields } from '../accounts/schemas.ts';
import { Id, NewId, Version } from '../shared/ids.ts';
import { Money, MoneyTotal, PositiveMoney } from '../shared/numbers.ts';
import { pageFields } from '../shared/page.ts';
import { Currency } from '../shared/places.ts';
import { line, text } from '../shared/text.ts';
import { CalendarDate, Timestamp } from '../shared/time.ts';

/** `inactive` (made, nothing on it) → `active` (sold or issued) ⇄ `blocked`. */
export const GiftCardStatus = z.enum(['inactive', 'active', 'blocked']);
export type GiftCardStatus = z.infer<typeof GiftCardStatus>;

/** The code of a gift card as somebody types or scans it: blanks and dashes do not count, nor do capitals. */
export const GiftCardCode = z
  .string()
  .max(60)
  .regex(
    /^[A-Za-z0-9](?:[ -]?[A-Za-z0-9]){7,31}$/,
    'must be 8 to 32 letters and digits; blanks and dashes between them do not count',
  )
  .meta({ example: '9123 4567 8901 2348' });

/** A card, or a code alone, that holds money which the merchant owes. */
export const GiftCard = z
  .object({
    id: Id,
    codeEnd: z.string().meta({ description: 'The last four characters of its code.', example: '2348' }),
    status: GiftCardStatus,
    storeId: Id.meta({ description: 'Where it was issued; it is taken in every store of its currency.' }),
    currency: Currency,
    currencyDigits: z.int(),
    balance: PositiveMoney,
    expiresOn: CalendarDate.nullable().meta({
      description: 'The last day on which it is taken; what is on it is owed beyond. Null: never.',
    }),
    isExpired: z.boolean(),
    customerId: Id.nullable().meta({ description: 'Whose it is, where that is known.' }),
    note: z.string(),
    blockedReason: z.string().nullable(),
    soldWithSaleId: Id.nullable().meta({
      description: 'The sale that activated it; null: none did, or it was not yet.',
    }),
    activatedAt: Timestamp.nullable(),
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'GiftCard' });
export type GiftCard = z.infer<typeof GiftCard>;

/** A gift card with its whole code: only whoever makes it gets to see that. */
export const IssuedGiftCard = GiftCard.extend({
  code: z.string().meta({
    description: 'Whoever has it can spend what is on the card. Show it in groups of four.',
    example: '9123456789012348',
  }),
}).meta({ id: 'IssuedGiftCard' });
export type IssuedGiftCard = z.infer<typeof IssuedGiftCard>;

export const IssueGiftCardInput = z
  .strictObject({
    id: NewId.optional(),
    storeId: Id,
    code: GiftCardCode.optional().meta({
      description:
        'What is printed on a physical card. Left out: one is made, of 16 digits with a check digit (Luhn).',
    }),
    amount: PositiveMoney.default(0).meta({
      description:
        'What is put on it without a sale, a goodwill gift say. 0: it stays inactive until a sale activates it.',
      example: 0,
    }),
    reason: line(500).nullable().default(null).meta({
      description: 'Why something is put on it without a sale.',
    }),
    customerId: Id.nullable().default(null),
    note: text(1000).default(''),
  })
  .refine(({ amount, reason }) => amount === 0 || reason !== null, {
    path: ['reason'],
    error: 'must be given where an amount is put on the card without a sale',
  });
export type IssueGiftCardInput = z.infer<typeof IssueGiftCardInput>;

export const LookUpGiftCardInput = z.strictObject({ code: GiftCardCode });
export type LookUpGiftCardInput = z.infer<typeof LookUpGiftCardInput>;

export const UpdateGiftCardInput = z.strictObject({
  id: Id,
  version: Version,
  expiresOn: CalendarDate.nullable()
    .optional()
    .meta({ description: 'It can be put off, not brought forward.' }),
  customerId: Id.nullable().optional(),
  note: text(1000).optional(),
});
export type UpdateGiftCardInput = z.infer<typeof UpdateGiftCardInput>;

export const BlockGiftCardInput = z.strictObject({
  id: Id,
  version: Version,
  reason: line(500).meta({ example: 'Reported lost' }),
});
export type BlockGiftCardInput = z.infer<typeof BlockGiftCardInput>;

export const UnblockGiftCardInput = z.strictObject({ id: Id, version: Version });

export const AdjustGiftCardInput = z.strictObject({
  id: Id,
  amount: Money.refine((amount) => amount !== 0, { error: 'must not be zero' }).meta({
    description: 'What is put on it, or (negative) taken off, in minor units.',
    example: -500,
  }),
  reason: line(500).meta({ example: 'Loaded twice by mistake' }),
});
export type AdjustGiftCardInput = z.infer<typeof AdjustGiftCardInput>;

export const ListGiftCardsInput = z.strictObject({
  storeId: Id.optional(),
  status: GiftCardStatus.optional(),
  customerId: Id.optional(),
  codeEnd: z
    .string()
    .regex(/^[A-Za-z0-9]{4}$/, 'must be the last four letters and digits')
    .optional()
    .meta({ description: 'Only those whose code ends so.' }),
  ...pageFields,
  sort: z.enum(['createdAt', '-createdAt']).default('-createdAt'),
});
export type ListGiftCardsInput = z.infer<typeof ListGiftCardsInput>;

export const ListGiftCardEntriesInput = z.strictObject(ledgerFields);
export type ListGiftCardEntriesInput = z.infer<typeof ListGiftCardEntriesInput>;

export const GiftCardLiabilityInput = z.strictObject({
  at: Timestamp.optional().meta({ description: 'As it was then; left out: now.' }),
  since: Timestamp.optional().meta({ description: 'From when on `moved` is told; left out: it is not.' }),
});
export type GiftCardLiabilityInput = z.infer<typeof GiftCardLiabilityInput>;

/** What is owed on gift cards. By currency: several are never added up. */
export const GiftCardLiability = z
  .object({
    at: Timestamp,
    currencies: z.array(
      z.object({
        currency: Currency,
        currencyDigits: z.int(),
        cards: z.int().meta({ description: 'How many cards have something on them.' }),
        balance: MoneyTotal.meta({ description: 'What is owed in all.' }),
        ofWhichBlocked: MoneyTotal.meta({ description: 'On cards that are blocked by now.' }),
        ofWhichExpired: MoneyTotal.meta({ description: 'On cards that were no longer taken then.' }),
        moved: z
          .object({
            loaded: MoneyTotal.meta({ description: 'What was put on by sales and issues.' }),
            redeemed: MoneyTotal.meta({ description: 'What was spent.' }),
            adjusted: MoneyTotal.meta({ description: 'All else, signed: corrections by hand, say.' }),
          })
          .nullable()
          .meta({
            description:
              'What has led from the balance at `since` to this one: loaded − redeemed + adjusted; null without `since`.',
          }),
      }),
    ),
  })
  .meta({ id: 'GiftCardLiability' });
export type GiftCardLiability = z.infer<typeof GiftCardLiability>;
