import type { Actor } from '../../procedure/actor.ts';
import { refuseUnseenCosts } from '../catalog/index.ts';

/** Refuses a caller who gives a cost without seeing those of the store; throws FORBIDDEN. */
export function refuseGivenCosts(
  actor: Actor,
  storeId: string,
  lines: readonly { readonly unitCost?: number | undefined }[],
): void {
  if (lines.some(({ unitCost }) => unitCost !== undefined)) refuseUnseenCosts(actor, storeId);
}
