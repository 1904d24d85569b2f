export { reassignGiftCards, releaseGiftCards } from './cards-of-customer.repo.ts';
export { normalizeCode } from './domain/gift-card-code.ts';
export { refuseOtherCurrency, refuseUnusable, unknownCard } from './domain/refuse-unusable.ts';
export { findGiftCardsForSale, type GiftCardForSale } from './gift-card-in-sale.repo.ts';
export { countGuess, findCodeLockout } from './guessed-codes.ts';
export { giftCardHandlers } from './handlers.ts';
export { latestGiftCardsOf } from './latest-gift-cards.ts';
export { type GiftCardMove, loadSoldCards, redeemCard } from './move-cards-of-sale.ts';
