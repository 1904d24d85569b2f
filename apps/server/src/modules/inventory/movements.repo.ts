import type { ListDamagedMovementsInput, ListMovementsInput, MovementKind } from '@cashwrap/contract';
import { firstIdAt, inScope, keyset, type Reader, type StoreScope } from '@cashwrap/database';
import { damagedMovements, stockMovements } from '@cashwrap/database/schema';
import { and, asc, eq, getTableColumns, gte, lt, sql } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

export type StoredMovement = typeof stockMovements.$inferSelect & {
  /** The kind of the movement that caused it: for a revaluation the one before, or else a person's correction. */
  causeKind: Exclude<MovementKind, 'revaluation'>;
};
export type StoredDamagedMovement = typeof damagedMovements.$inferSelect;

export type DamagedMovementFilter = Pick<
  ListDamagedMovementsInput,
  'storeId' | 'productId' | 'documentId' | 'recordedFrom' | 'recordedTo'
>;
export type MovementFilter = DamagedMovementFilter & Pick<ListMovementsInput, 'kind'>;

/** How long before its own time the id of a movement says that it was made, at most: clocks are set and differ. */
const ID_TIME_SLACK = 3_600_000;

const causeKind = sql<StoredMovement['causeKind']>`CASE WHEN kind <> 'revaluation' THEN kind
  ELSE coalesce((SELECT cause.kind FROM stock_movements cause WHERE cause.store_id = stock_movements.store_id
    AND cause.product_id = stock_movements.product_id AND cause.number = stock_movements.number - 1
    AND cause.document_id = stock_movements.document_id), 'adjustment') END`;

const movementColumns = { ...getTableColumns(stockMovements), causeKind };

export function listMovements(
  db: Reader,
  scope: StoreScope,
  filter: MovementFilter,
  page: PageRequest<'recordedAt'>,
): Promise<StoredMovement[]> {
  const { where, orderBy } = pageOf(stockMovements, scope, filter, page);
  const { kind } = filter;
  return db
    .select(movementColumns)
    .from(stockMovements)
    .where(and(where, kind === undefined ? undefined : eq(stockMovements.kind, kind)))
    .orderBy(...orderBy)
    .limit(page.limit);
}

export function listDamagedMovements(
  db: Reader,
  scope: StoreScope,
  filter: DamagedMovementFilter,
  page: PageRequest<'recordedAt'>,
): Promise<StoredDamagedMovement[]> {
  const { where, orderBy } = pageOf(damagedMovements, scope, filter, page);
  return db
    .select()
    .from(damagedMovements)
    .where(where)
    .orderBy(...orderBy)
    .limit(page.limit);
}

/**
 * What a ledger is sorted by. Of one product in one store its numbers are the order in which it moved. Beyond that it is
 * the ids, which begin with the time that they were made at (UUIDv7): the order of recording, up to what the clocks of
 * servers differ by. An index on the time itself would be one more for each sale to write.
 */
export function ledgerKey({ storeId, productId }: DamagedMovementFilter): 'number' | 'id' {
  return storeId !== undefined && productId !== undefined ? 'number' : 'id';
}

function pageOf(
  ledger: typeof stockMovements | typeof damagedMovements,
  scope: StoreScope,
  filter: DamagedMovementFilter,
  page: PageRequest<'recordedAt'>,
) {
  const { storeId, productId, documentId } = filter;
  const { after, orderBy } = keyset(page, ledger[ledgerKey(filter)], ledger.id);
  // The index on products begins with the store: where all are asked for, they are named.
  const inAnyStore = sql`${ledger.storeId} = ANY(ARRAY(SELECT id FROM stores))`;
  const where = and(
    inScope(ledger.storeId, scope),
    productId === undefined ? undefined : eq(ledger.productId, productId),
    productId !== undefined && storeId === undefined ? inAnyStore : undefined,
    documentId === undefined ? undefined : eq(ledger.documentId, documentId),
    recordedWithin(ledger, filter),
    after,
  );
  return { where, orderBy };
}

/**
 * The time of recording cuts exactly. No index has it: what is before `recordedFrom` is not even read, by the time that
 * ids begin with. They are made after it, by a moment or, where a history is written later, by long: so they say nothing
 * about `recordedTo`.
 */
function recordedWithin(
  ledger: typeof stockMovements | typeof damagedMovements,
  { recordedFrom, recordedTo }: DamagedMovementFilter,
) {
  return and(
    recordedFrom === undefined ? undefined : recordedSince(ledger, new Date(recordedFrom)),
    recordedTo === undefined ? undefined : lt(ledger.recordedAt, new Date(recordedTo)),
  );
}

function recordedSince(ledger: typeof stockMovements | typeof damagedMovements, instant: Date) {
  // Ids carry no time before 1970.
  const made = new Date(Math.max(0, instant.getTime() - ID_TIME_SLACK));
  return and(gte(ledger.recordedAt, instant), gte(ledger.id, firstIdAt(made)));
}

/** The movements that a document caused, in the order in which they were written. */
export function listMovementsOf(db: Reader, documentId: string): Promise<StoredMovement[]> {
  return db
    .select(movementColumns)
    .from(stockMovements)
    .where(eq(stockMovements.documentId, documentId))
    .orderBy(asc(stockMovements.id));
}

/** The movements of damaged goods that a document caused, in the order in which they were written. */
export function listDamagedMovementsOf(db: Reader, documentId: string): Promise<StoredDamagedMovement[]> {
  return db
    .select()
    .from(damagedMovements)
    .where(eq(damagedMovements.documentId, documentId))
    .orderBy(asc(damagedMovements.id));
}
