import type { WritingCall } from '../modules/sales/index.ts';
import type { AuditEntry } from '../procedure/audit.repo.ts';
import { type OutboxEvent, versionOf } from '../procedure/outbox.repo.ts';
import type { IdsAt } from './ids.ts';
import type { RowOf, Rows, TableName } from './rows.repo.ts';

/** Somebody does something at some moment. */
export interface Deed extends WritingCall {
  /** The operation that it would be a call of. */
  readonly operation: string;
}

/** What is told of it; the deed says when. */
type Told = WithoutTime<OutboxEvent>;
type WithoutTime<Event extends OutboxEvent> = Event extends OutboxEvent
  ? Omit<Event, 'id' | 'createdAt'>
  : never;

/** Writes rows, with the traces that each change leaves: what the audit log and the feed of events tell of it. */
export class Journal {
  readonly #rows: Rows;
  readonly #idsAt: IdsAt;
  #position: number;

  /** @param position of the last event that is there */
  constructor(rows: Rows, idsAt: IdsAt, position: number) {
    this.#rows = rows;
    this.#idsAt = idsAt;
    this.#position = position;
  }

  deed(operation: string, userId: string, now: Date): Deed {
    return { operation, now, actor: { userId }, newId: () => this.#idsAt(now.getTime()) };
  }

  write<Name extends TableName>(table: Name, row: RowOf<Name>): void {
    this.#rows.add(table, row);
  }

  audit({ operation, now, actor, newId }: Deed, { storeId, registerId, ...entry }: AuditEntry): void {
    this.#rows.add('auditLog', {
      ...{ id: newId(), actorId: actor.userId, sessionId: null, registerId: registerId ?? null, storeId },
      ...{ action: operation, before: null, after: null, ...entry, approvedBy: null },
      ...{ requestId: 'history', recordedAt: now },
    });
  }

  tell({ now, newId }: Deed, { businessDate, ...event }: Told): void {
    this.#position += 1;
    this.#rows.add('events', {
      ...{ position: this.#position, id: newId(), ...event, payloadVersion: versionOf(event.type) },
      ...{ businessDate: businessDate ?? null, createdAt: now },
    });
  }
}
