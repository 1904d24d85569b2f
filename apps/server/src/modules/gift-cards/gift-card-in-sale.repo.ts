import type { GiftCardStatus } from '@cashwrap/contract';
import { type Reader, readStatement, statement, type Tx } from '@cashwrap/database';

/** A gift card as far as a sale depends on it. */
export interface GiftCardForSale {
  readonly id: string;
  /** To tell which of the codes that were asked for it has: it is shown to nobody. */
  readonly code: string;
  /** The last four characters of it. */
  readonly codeEnd: string;
  readonly status: GiftCardStatus;
  readonly currency: string;
  /** The last business day on which it is taken; null: always. */
  readonly expiresOn: string | null;
  /** In minor units. */
  readonly balance: number;
}

// Here and below ARRAY(SELECT unnest(…)) hides the parameters from the planner: see `findSellableProducts`.
const giftCardsForSale = readStatement<GiftCardForSale, readonly [readonly string[], readonly string[]]>(
  'gift_cards_for_sale',
  `SELECT c.id, c.code, right(c.code, 4) AS "codeEnd", c.status, c.currency, c.expires_on AS "expiresOn", a.balance
   FROM gift_cards c JOIN accounts a ON a.id = c.id
   WHERE c.code = ANY(ARRAY(SELECT unnest($1::text[]))) OR c.id = ANY(ARRAY(SELECT unnest($2::uuid[])))`,
);

/** The gift cards with these codes, see `normalizeCode`, and with these ids; those that do not exist are left out. */
export async function findGiftCardsForSale(
  db: Reader,
  { codes, ids }: { readonly codes: readonly string[]; readonly ids: readonly string[] },
): Promise<GiftCardForSale[]> {
  const { rows } = await giftCardsForSale(db, [codes, ids]);
  return rows;
}

// A condition would be tried on what the card was before somebody who is waited for has changed it.
const hold = statement<{ taken: boolean }, readonly [string, string]>(
  'hold_gift_card',
  `SELECT c.status = 'active' AND (c.expires_on IS NULL OR c.expires_on >= $2::date) AS taken
   FROM accounts a JOIN gift_cards c ON c.id = a.id
   WHERE a.id = $1
   FOR NO KEY UPDATE`,
);

/**
 * Locks a card and its account. Answers whether it is taken on this business date: once it is locked that stays so
 * until the end of the transaction. Sent at once.
 */
export async function holdGiftCard(tx: Tx, cardId: string, businessDate: string): Promise<boolean> {
  const { rows } = await hold(tx, [cardId, businessDate]);
  return rows[0]?.taken ?? false;
}

// A card that never expires does not begin to with a later load, and no load brings its expiry forward.
const activate = statement<{ id: string }, readonly [readonly string[], string | null, Date, string]>(
  'activate_gift_cards',
  `UPDATE gift_cards c SET
     status = 'active',
     activated_at = coalesce(c.activated_at, $3),
     sold_with_sale_id = CASE c.status WHEN 'inactive' THEN $2 ELSE c.sold_with_sale_id END,
     expires_on = CASE WHEN m.gift_card_expiry_months IS NULL OR c.status = 'active' AND c.expires_on IS NULL THEN NULL
       ELSE greatest(c.expires_on, ($4::date + make_interval(months => m.gift_card_expiry_months))::date) END,
     version = c.version + 1,
     updated_at = $3
   FROM merchants m
   WHERE c.id = ANY(ARRAY(SELECT unnest($1::uuid[]))) AND (c.status = 'inactive'
     OR c.status = 'active' AND (c.expires_on IS NULL OR c.expires_on >= $4::date))
   RETURNING c.id`,
);

/**
 * Activates cards on which something is put, and puts their expiry off by the setting. Those that are blocked or expired
 * are left as they are. Answers the ids of the others. The caller has locked their accounts, by a statement before
 * this one: who changes a card holds that lock. Sent at once.
 *
 * @param saleId the sale that they are sold with; null: none
 */
export async function activateGiftCards(
  tx: Tx,
  cardIds: readonly string[],
  { saleId, now, businessDate }: { saleId: string | null; now: Date; businessDate: string },
): Promise<ReadonlySet<string>> {
  const { rows } = await activate(tx, [cardIds, saleId, now, businessDate]);
  return new Set(rows.map(({ id }) => id));
}
