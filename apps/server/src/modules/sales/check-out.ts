import type { CreateSaleInput, ExpectedTotals, PaymentInput, Sale } from '@cashwrap/contract';
import { flush } from '@cashwrap/database';
import { Failure, invalidReference } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { hashInput } from '../../procedure/idempotency.ts';
import { registerRetired } from '../organization/index.ts';
import { type PricedCart, readCart, resolveCart } from '../pricing/index.ts';
import { approveSensitive } from './approve-sensitive.ts';
import { findPayingAccounts, refuseGuesses, sourcesOf } from './payment-sources.ts';
import { toSale } from './present-sale.ts';
import { recordSale } from './record-sale.ts';
import { refuseLostCodes } from './refuse-discounts.ts';
import { findInputHash, findSale } from './sales.repo.ts';
import { refuseOtherPrice, takePayments } from './take-payments.ts';

/** A whole checkout: what is bought, with all that pays it. */
export type CheckOutInput = CreateSaleInput & { readonly payments: readonly PaymentInput[] };

/** A whole checkout in one transaction: read → price → pay → write. */
export async function checkOut(call: MutationCall & SignedIn, input: CheckOutInput): Promise<Sale> {
  const { tx, now } = call;
  const { storeId, registerId, giftCards, note } = input;
  const inputHash = hashInput(input);
  const [sources, payingAccounts, earlierHash] = await flush(tx, [
    readCart(tx, storeId, registerId, input),
    findPayingAccounts(call, input),
    input.id === undefined ? Promise.resolve(undefined) : findInputHash(tx, input.id),
  ]);
  if (input.id !== undefined && earlierHash !== undefined) {
    return replay(call, input.id, earlierHash === inputHash);
  }
  refuseRegister(sources.place);

  const cart = resolveCart(sources, input, now);
  refuseOtherOffer(cart, input.expected);
  await approveSensitive(call, input, cart);
  refuseGuesses(call, payingAccounts, input.payments);
  const paymentSources = sourcesOf(cart, payingAccounts, input.payments);
  const settled = takePayments(
    cart,
    paymentSources.map(({ tender }) => tender),
  );
  const id = input.id ?? call.newId();
  const draft = { id, registerId, cart, giftCards, paymentSources, settled, note, inputHash };
  return toSale(await recordSale(call, draft));
}

/** Refuses to sell at a register that is not in this store, or no longer used. */
export function refuseRegister({ registerKind, registerRetired: retired }: PricedCart['place']): void {
  if (registerKind === null) throw invalidReference('register in this store', ['registerId']);
  if (retired) throw registerRetired();
}

/** Refuses what comes to something else than the till has shown or, where it says nothing, codes that take nothing off. */
export function refuseOtherOffer(cart: PricedCart, expected: ExpectedTotals | undefined): void {
  if (expected) refuseOtherPrice(cart, expected);
  else refuseLostCodes(cart);
}

/** The id was used before: the same content is the same sale, other content is refused. */
async function replay({ tx, changedNothing, scope }: MutationCall, id: string, same: boolean): Promise<Sale> {
  const stored = same ? await findSale(tx, scope, id) : undefined;
  if (!stored) throw otherSale(id);
  changedNothing();
  return toSale(stored);
}

/** There is another sale with an id that a client has made. */
export function otherSale(id: string): Failure<'ALREADY_EXISTS'> {
  return new Failure('ALREADY_EXISTS', {
    detail: 'There is a sale with this id, and it has other content. Make a new id for a new sale.',
    details: { field: 'id', value: id, holderId: id },
  });
}
