import type { ListGiftCardsInput } from '@cashwrap/contract';
import { keyset, type Reader, type Tx } from '@cashwrap/database';
import { accounts, giftCards, stores } from '@cashwrap/database/schema';
import { and, eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

type Stored = typeof giftCards.$inferSelect;

/** A gift card with what is on it, and by whose clock it expires. */
export interface GiftCardRow extends Stored {
  /** In minor units. */
  readonly balance: number;
  readonly currencyDigits: number;
  readonly timeZone: string;
  readonly businessDayCutoffHour: number;
}

const giftCardColumns = {
  ...getTableColumns(giftCards),
  balance: accounts.balance,
  currencyDigits: stores.currencyDigits,
  timeZone: stores.timeZone,
  businessDayCutoffHour: stores.businessDayCutoffHour,
};

const sortColumns = { createdAt: giftCards.createdAt };

function selectCards(db: Reader) {
  return db
    .select(giftCardColumns)
    .from(accounts)
    .innerJoin(giftCards, eq(giftCards.id, accounts.id))
    .innerJoin(stores, eq(stores.id, giftCards.storeId));
}

export async function findGiftCard(db: Reader, id: string): Promise<GiftCardRow | undefined> {
  const [row] = await selectCards(db).where(eq(giftCards.id, id));
  return row;
}

/** The card with this code, see `normalizeCode`. */
export async function findGiftCardByCode(db: Reader, code: string): Promise<GiftCardRow | undefined> {
  const [row] = await selectCards(db).where(eq(giftCards.code, code));
  return row;
}

/** The card, locked with its account, and after it, as a sale locks them. */
export async function lockGiftCard(tx: Tx, id: string): Promise<GiftCardRow | undefined> {
  const [row] = await selectCards(tx)
    .where(eq(giftCards.id, id))
    .for('no key update', { of: [accounts, giftCards] });
  return row;
}

export async function listGiftCards(
  db: Reader,
  {
    storeId,
    status,
    customerId,
    codeEnd,
  }: Pick<ListGiftCardsInput, 'storeId' | 'status' | 'customerId' | 'codeEnd'>,
  page: PageRequest<keyof typeof sortColumns>,
): Promise<GiftCardRow[]> {
  const { after, orderBy } = keyset(page, sortColumns[page.column], giftCards.id);
  return selectCards(db)
    .where(
      and(
        storeId === undefined ? undefined : eq(giftCards.storeId, storeId),
        status === undefined ? undefined : eq(giftCards.status, status),
        customerId === undefined ? undefined : eq(giftCards.customerId, customerId),
        codeEnd === undefined ? undefined : endsWith(codeEnd),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}

function endsWith(codeEnd: string): SQL {
  return sql`right(${giftCards.code}, 4) = ${codeEnd.toUpperCase()}`;
}

/** Writes a card whose account is there; answers `false`, and writes none, where another has the code. */
export async function insertGiftCard(tx: Tx, card: typeof giftCards.$inferInsert): Promise<boolean> {
  const written = await tx
    .insert(giftCards)
    .values(card)
    .onConflictDoNothing({ target: giftCards.code })
    .returning({ id: giftCards.id });
  return written.length === 1;
}

export async function updateGiftCard(
  tx: Tx,
  id: string,
  changes: Partial<Stored> & Pick<Stored, 'version' | 'updatedAt'>,
): Promise<void> {
  await tx.update(giftCards).set(changes).where(eq(giftCards.id, id));
}
