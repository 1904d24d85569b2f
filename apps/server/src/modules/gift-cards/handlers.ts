import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import type { Identity } from '../identity/index.ts';
import { adjustGiftCard, blockGiftCard, unblockGiftCard, updateGiftCard } from './change-gift-card.ts';
import { issueGiftCard } from './issue-gift-card.ts';
import { reportLiability } from './liability.ts';
import { lookUpGiftCard } from './look-up-gift-card.ts';
import { getGiftCard, listGiftCardEntries, listGiftCards } from './read-gift-cards.ts';

export function giftCardHandlers(identity: Identity): Handlers<typeof contract.giftCards> {
  return {
    list: listGiftCards,
    get: getGiftCard,
    lookup: (call, input) => lookUpGiftCard(identity, call, input),
    issue: issueGiftCard,
    update: updateGiftCard,
    block: blockGiftCard,
    unblock: unblockGiftCard,
    adjust: adjustGiftCard,
    ledger: listGiftCardEntries,
    liability: reportLiability,
  };
}
