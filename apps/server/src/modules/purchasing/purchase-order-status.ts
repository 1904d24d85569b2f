import type { PurchaseOrderStatus } from '@cashwrap/contract';
import { Failure } from '../../procedure/failure.ts';

/** Refuses what cannot be done to an order in its status; `advice` says why, or what to do instead. */
export function refuseStatus(
  { status }: { readonly status: PurchaseOrderStatus },
  allowed: readonly PurchaseOrderStatus[],
  advice: string,
): void {
  if (allowed.includes(status)) return;
  throw new Failure('WRONG_STATUS', {
    detail: `The purchase order is ${status.replaceAll('_', ' ')}. ${advice}`,
    details: { status, allowed: [...allowed] },
  });
}
