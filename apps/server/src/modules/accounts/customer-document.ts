import type { AccountDocument } from './move-account.repo.ts';

/** How entries name what they come from that is written because of what becomes of a customer, in no store. */
export function customerDocument(
  customerId: string,
  { actorId, now }: { readonly actorId: string; readonly now: Date },
): AccountDocument {
  return {
    ...{ documentType: 'customer', documentId: customerId, storeId: null, actorId },
    ...{ occurredAt: now, recordedAt: now },
  };
}
