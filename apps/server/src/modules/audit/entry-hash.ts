import { createHash } from 'node:crypto';
import type { ChainableEntry } from './audit-chain.repo.ts';

/** What the first entry of a chain follows. */
export const GENESIS = '0'.repeat(64);

/**
 * SHA-256, in hex, of an entry and of the hash before it, and so of all before it. An array of texts is the
 * canonical form: PostgreSQL writes `jsonb` in one way only, and no figure goes through a float.
 */
export function hashEntry(previous: string, entry: ChainableEntry): string {
  const canonical = JSON.stringify([
    ...[entry.id, entry.actorId, entry.sessionId, entry.registerId, entry.storeId],
    ...[entry.action, entry.documentType, entry.documentId, entry.before, entry.after],
    ...[entry.approvedBy, entry.requestId, entry.recordedAt],
  ]);
  return createHash('sha256').update(Buffer.from(previous, 'hex')).update(canonical).digest('hex');
}
