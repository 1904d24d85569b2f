import type { CartInput } from '@cashwrap/contract';
import type { MutationCall } from '../../procedure/handlers.ts';
import { type PricedCart, sensitiveActionsOf } from '../pricing/index.ts';

/** What is sold, and where. */
type Sold = CartInput & { readonly id?: string | undefined; readonly registerId: string };

/**
 * Asks for a second person's word where prices were typed in or large discounts given by who may not. What is bound to the
 * approval is what is sold and for how much: not how it is paid, nor the note.
 *
 * @throws APPROVAL_REQUIRED
 */
export async function approveSensitive(
  { approve }: Pick<MutationCall, 'approve'>,
  { id, storeId, registerId, customerId, ...bought }: Sold,
  cart: PricedCart,
): Promise<void> {
  const actions = sensitiveActionsOf(cart);
  if (actions.length === 0) return;
  const { lines, discounts, serviceCharges, giftCards, rewardIds } = bought;
  await approve({
    ...{ storeId, registerId, actions },
    subject: {
      ...{ id: id ?? null, registerId, customerId: customerId ?? null },
      ...{ lines, discounts, serviceCharges, giftCards, rewardIds, total: cart.priced.total },
    },
  });
}
