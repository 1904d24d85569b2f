import type {
  GiftCard,
  ListGiftCardEntriesInput,
  ListGiftCardsInput,
  MoneyAccountEntry,
  Page,
} from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { readLedger, toMoneyEntry } from '../accounts/index.ts';
import { findStandingCustomer } from '../customers/index.ts';
import { findGiftCard, listGiftCards as listRows } from './gift-cards.repo.ts';
import { toGiftCard } from './present-gift-card.ts';

export async function getGiftCard({ db, now }: QueryCall, { id }: { id: string }): Promise<GiftCard> {
  const row = await findGiftCard(db, id);
  if (!row) throw notFound('gift card');
  return toGiftCard(row, now);
}

export async function listGiftCards(
  { db, now }: QueryCall,
  input: ListGiftCardsInput,
): Promise<Page<GiftCard>> {
  const owner = input.customerId === undefined ? undefined : await findStandingCustomer(db, input.customerId);
  const filter = { ...input, customerId: owner?.id ?? input.customerId };
  return readPage(
    'giftCards',
    input,
    (page) => listRows(db, filter, page),
    (row) => row.createdAt.toISOString(),
    (row) => toGiftCard(row, now),
  );
}

export async function listGiftCardEntries(
  { db }: QueryCall,
  input: ListGiftCardEntriesInput,
): Promise<Page<MoneyAccountEntry>> {
  if (!(await findGiftCard(db, input.id))) throw notFound('gift card');
  return readLedger(db, 'giftCards.ledger', input.id, input, toMoneyEntry);
}
