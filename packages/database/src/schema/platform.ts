import {
  bigint,
  date,
  index,
  json,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { id, instant } from './columns.ts';

/**
 * The answers of calls that carried an Idempotency-Key, kept so that a repeat gets the same answer. A row
 * commits together with the effect of its call, so a call that failed leaves none.
 */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    actorId: uuid().notNull(),
    operation: text().notNull(),
    key: text().notNull(),
    /** SHA-256 of the parsed input, in hex. */
    inputHash: text().notNull(),
    /** Null only inside the transaction that is making it. `json` keeps it to the letter, order of fields included. */
    answer: json(),
    createdAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.actorId, table.operation, table.key] }),
    index('idempotency_keys_created').on(table.createdAt),
  ],
);

/** What an event says, in the outbox and in the feed. */
const event = {
  type: text().notNull(),
  /** The version of the payload's schema. */
  payloadVersion: smallint().notNull(),
  storeId: uuid(),
  /** The business day of the store whose figures it changes; null where it changes none. */
  businessDate: date({ mode: 'string' }),
  payload: jsonb().notNull(),
  createdAt: instant().notNull(),
};

/**
 * What happened, for the world outside, written in the transaction in which it happened, and moved on into `events` soon
 * after: a row is in one of the two if and only if that has committed.
 */
export const outbox = pgTable('outbox', { id: id(), ...event });

/**
 * Append-only: what happened, in one order. Positions are given by one writer, after COMMIT: no reader of the feed can come past
 * an event that is still to appear before it.
 */
export const events = pgTable('events', {
  /** 1, 2, 3 …, without gaps. */
  position: bigint({ mode: 'number' }).primaryKey(),
  id: uuid().notNull().unique('events_id'),
  ...event,
});

/** How far each consumer of the events has come. */
export const eventConsumers = pgTable('event_consumers', {
  name: text().primaryKey(),
  /** The last event that it is done with. */
  position: bigint({ mode: 'number' }).notNull(),
  updatedAt: instant().notNull(),
});

/** Append-only: who changed what, written in the transaction of the change. */
export const auditLog = pgTable(
  'audit_log',
  {
    id: id(),
    actorId: uuid(),
    sessionId: uuid(),
    registerId: uuid(),
    storeId: uuid(),
    /** The operation, such as `products.update`. */
    action: text().notNull(),
    documentType: text().notNull(),
    documentId: uuid().notNull(),
    before: jsonb(),
    after: jsonb(),
    /** The second person, where one approved it. */
    approvedBy: uuid(),
    requestId: text().notNull(),
    recordedAt: instant().notNull(),
  },
  (table) => [
    index('audit_log_recorded').on(table.recordedAt, table.id),
    index('audit_log_store').on(table.storeId, table.recordedAt, table.id),
    index('audit_log_actor').on(table.actorId, table.recordedAt, table.id),
    index('audit_log_document').on(table.documentId),
  ],
);

/**
 * Append-only: the audit rows in one order, each with the hash of itself and of all before it. A job writes it,
 * outside the transactions of the changes.
 */
export const auditChain = pgTable('audit_chain', {
  position: bigint({ mode: 'number' }).primaryKey(),
  auditId: uuid().notNull().unique('audit_chain_audit_id'),
  /** SHA-256, in hex. */
  hash: text().notNull(),
  chainedAt: instant().notNull(),
});
