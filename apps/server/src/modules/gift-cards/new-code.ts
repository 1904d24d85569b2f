import { randomInt } from 'node:crypto';
import type { Tx } from '@cashwrap/database';
import { codeOf, RANDOM_DIGITS } from './domain/gift-card-code.ts';
import { insertGiftCard } from './gift-cards.repo.ts';

/** Of 10^14 codes the same one is drawn twice hardly ever, and so often in a row only where something is wrong. */
const MAX_DRAWS = 5;

/** Writes a card under a code that no other has. `draw` makes a code. */
export async function insertUnderNewCode(
  tx: Tx,
  card: Omit<Parameters<typeof insertGiftCard>[1], 'code'>,
  draw: () => string = drawCode,
): Promise<void> {
  for (let drawn = 0; drawn < MAX_DRAWS; drawn++) {
    if (await insertGiftCard(tx, { ...card, code: draw() })) return;
  }
  throw new Error(`${MAX_DRAWS} codes of gift cards in a row were taken.`);
}

/** A code that nobody can guess: whoever has it can spend what is on the card. */
function drawCode(): string {
  return codeOf(Array.from({ length: RANDOM_DIGITS }, () => randomInt(10)).join(''));
}
