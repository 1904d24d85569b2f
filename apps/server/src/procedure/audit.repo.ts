import { bulkInsert, type Tx } from '@cashwrap/database';
import { auditLog } from '@cashwrap/database/schema';

/** What a mutation changed. Never a secret: no password, token or hash. */
export interface AuditEntry {
  readonly storeId: string | null;
  readonly documentType: string;
  readonly documentId: string;
  /** The document before the change; left out where it is new. */
  readonly before?: unknown;
  readonly after?: unknown;
  /** Who did it, where the caller is not signed in yet; left out: the caller. */
  readonly actorId?: string;
  readonly sessionId?: string;
  /** Left out: the register at which the caller is signed in, if any. */
  readonly registerId?: string;
}

interface AuditRow extends Omit<AuditEntry, 'actorId' | 'sessionId' | 'registerId'> {
  readonly id: string;
  readonly actorId: string | null;
  readonly sessionId: string | null;
  readonly registerId: string | null;
  /** The second person, where one approved the call. */
  readonly approvedBy: string | null;
  readonly action: string;
  readonly requestId: string;
  readonly recordedAt: Date;
}

const insert = bulkInsert(auditLog);

/** Sent at once: nothing in the answer decides anything, so it may share the round trip of COMMIT. */
export function insertAuditRows(tx: Tx, rows: readonly AuditRow[]): Promise<unknown> {
  return insert(tx, rows);
}
