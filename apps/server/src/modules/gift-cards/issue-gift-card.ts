import type { IssuedGiftCard, IssueGiftCardInput } from '@cashwrap/contract';
import { holdsAnywhere, holdsIn } from '../../procedure/actor.ts';
import { alreadyExists, notFound } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { hashInput } from '../../procedure/idempotency.ts';
import { forbidden } from '../../procedure/scope.ts';
import { type AccountDocument, credit, insertGiftCardAccount } from '../accounts/index.ts';
import { businessDateOf, findTradingPlace, type TradingPlace } from '../organization/index.ts';
import { lockOwner } from './card-owner.ts';
import { normalizeCode } from './domain/gift-card-code.ts';
import { activateGiftCards } from './gift-card-in-sale.repo.ts';
import { findGiftCard, findGiftCardByCode, type GiftCardRow, insertGiftCard } from './gift-cards.repo.ts';
import { countGuess, findCodeLockout } from './guessed-codes.ts';
import { insertUnderNewCode } from './new-code.ts';
import { toGiftCard } from './present-gift-card.ts';
import { recordGiftCard } from './record-gift-card.ts';

type Call = MutationCall & SignedIn;

/**
 * Makes a gift card in the currency of its store: inactive until it is sold, or with an amount that is given. The
 * answer holds the code, here alone.
 */
export async function issueGiftCard(call: Call, input: IssueGiftCardInput): Promise<IssuedGiftCard> {
  const { tx, now, actor } = call;
  const { id = call.newId(), storeId, amount, note } = input;
  if (amount > 0 && !holdsIn(actor, 'gift_cards.give', storeId)) throw forbidden('gift_cards.give');
  // With who asks: the code of the card is told again to nobody else.
  const inputHash = input.id === undefined ? null : hashInput({ ...input, issuedBy: actor.userId });
  const place = await findTradingPlace(tx, storeId, null);
  if (!place) throw notFound('store');
  const { currency } = place;
  if (!(await insertGiftCardAccount(tx, id, currency, now))) return again(call, id, inputHash);
  const customerId = await lockOwner(tx, input.customerId);
  const stamps = { createdAt: now, updatedAt: now };
  const card = { id, status: 'inactive', storeId, currency, customerId, note, inputHash, ...stamps } as const;
  if (input.code === undefined) await insertUnderNewCode(tx, card);
  else await insertUnderGivenCode(call, { ...card, code: normalizeCode(input.code) });
  if (amount > 0) await give(call, place, id, input);

  const row = await findGiftCard(tx, id);
  if (!row) throw new Error('A gift card vanished while it was being made.');
  await recordGiftCard(call, 'gift_card.issued', undefined, row);
  return toIssued(row, now);
}

/** The id was used before: the same content is the same card, other content is refused. */
async function again(
  { tx, now, changedNothing }: Call,
  id: string,
  inputHash: string | null,
): Promise<IssuedGiftCard> {
  const earlier = await findGiftCard(tx, id);
  if (!earlier || inputHash === null || earlier.inputHash !== inputHash) {
    throw alreadyExists('document', 'id', id, null);
  }
  changedNothing();
  return toIssued(earlier, now);
}

/** Who sees no cards is not told which one has the code, and that there is one counts as a guess. */
async function insertUnderGivenCode(call: Call, card: Parameters<typeof insertGiftCard>[1]): Promise<void> {
  const { tx, actor } = call;
  const lockedOut = await findCodeLockout(tx, call);
  if (lockedOut) throw lockedOut;
  if (await insertGiftCard(tx, card)) return;
  const shown = `…${card.code.slice(-4)}`;
  if (!holdsAnywhere(actor, 'gift_cards.read')) {
    throw countGuess(call, alreadyExists('gift card', 'code', shown, null));
  }
  const holder = await findGiftCardByCode(tx, card.code);
  throw alreadyExists('gift card', 'code', shown, holder?.id ?? null);
}

/** Puts an amount on the card that nobody pays for. */
async function give(
  { tx, now, newId, actor }: Call,
  { storeId, timeZone, businessDayCutoffHour }: TradingPlace,
  cardId: string,
  { amount, reason }: IssueGiftCardInput,
): Promise<void> {
  const businessDate = businessDateOf(now, timeZone, businessDayCutoffHour);
  await activateGiftCards(tx, [cardId], { saleId: null, now, businessDate });
  const document: AccountDocument = {
    ...{ documentType: 'gift_card', documentId: cardId, storeId, actorId: actor.userId, reason },
    ...{ occurredAt: now, recordedAt: now },
  };
  await credit(tx, document, { accountId: cardId, kind: 'load', amount }, newId);
}

function toIssued(row: GiftCardRow, now: Date): IssuedGiftCard {
  return { ...toGiftCard(row, now), code: row.code };
}
