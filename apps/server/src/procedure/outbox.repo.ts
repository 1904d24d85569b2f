import { type EventOf, type EventType, eventVersions } from '@cashwrap/contract';
import { bulkInsert, type Tx } from '@cashwrap/database';
import { outbox } from '@cashwrap/database/schema';

/** Something that happened, as the world outside is told: its payload is the data of its type in the contract. */
export type OutboxEvent = { [Type in EventType]: OutboxEventOf<Type> }[EventType];

interface OutboxEventOf<Type extends EventType> {
  readonly id: string;
  readonly type: Type;
  readonly storeId: string | null;
  /** The business day of the store whose figures it changes, where it changes any: reports read that day anew. */
  readonly businessDate?: string;
  readonly payload: EventOf<Type>['data'];
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
    events.map((event) => ({
      ...event,
      payloadVersion: versionOf(event.type),
      businessDate: event.businessDate ?? null,
    })),
  );
}

/** The version of the data of a type, as it is written today. */
export function versionOf(type: EventType): number {
  const version = eventVersions.get(type);
  if (version === undefined) throw new Error(`The contract knows no events of type ${type}.`);
  return version;
}
