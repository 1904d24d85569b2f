import type { GiftCard, LookUpGiftCardInput } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { SignedIn, StepsCall } from '../../procedure/handlers.ts';
import { attempt, type Identity } from '../identity/index.ts';
import { normalizeCode } from './domain/gift-card-code.ts';
import { findGiftCardByCode } from './gift-cards.repo.ts';
import { guardOfCodes } from './guessed-codes.ts';
import { toGiftCard } from './present-gift-card.ts';

/** Finds a card by its code. Unknown codes count for the caller: who guesses is locked out, from right codes too. */
export async function lookUpGiftCard(
  identity: Identity,
  call: StepsCall & SignedIn,
  { code }: LookUpGiftCardInput,
): Promise<GiftCard> {
  const card = await findGiftCardByCode(identity.options.database.db, normalizeCode(code));
  const unknown = () => notFound('gift card');
  return attempt(
    identity,
    call,
    [guardOfCodes(call.actor)],
    async () => card !== undefined,
    async () => {
      if (!card) throw unknown();
      return toGiftCard(card, call.now);
    },
    unknown,
  );
}
