import { bulkInsert, type Tx } from '@cashwrap/database';
import { outbox } from '@cashwrap/database/schema';

/** Something that happened, as the world outside is told. Ids only: no personal values. */
export interface OutboxEvent {
  readonly id: string;
  readonly type: string;
  readonly payloadVersion: number;
  readonly storeId: string | null;
  /** The business day of the store whose figures it changes, where it changes any: reports read that day anew. */
  readonly businessDate?: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
}

const insert = bulkInsert(outbox);

/** Writes an event in the transaction in which it happened. Sent at once. */
export function insertOutboxEvent(tx: Tx, event: OutboxEvent): Promise<unknown> {
  return insertOutboxEvents(tx, [event]);
}

/** Writes several at once. See {@link insertOutboxEvent}. */
export function insertOutboxEvents(tx: Tx, events: readonly OutboxEvent[]): Promise<unknown> {
  return insert(
    tx,
    events.map((event) => ({ ...event, businessDate: event.businessDate ?? null })),
  );
}
