import type { EventType } from '@cashwrap/contract';
import { type Database, newId, transact } from '@cashwrap/database';
import { insertOutboxEvents, type OutboxEvent } from '../src/procedure/outbox.repo.ts';
import type { Json } from './support.ts';

/** A message as it came over the wire. */
export interface SentMessage {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: Json;
}

export interface StreamOptions {
  /** Default: `events.subscribe`. */
  readonly name?: string;
  readonly token?: string | undefined;
  readonly input?: object;
  readonly lastEventId?: string | undefined;
}

/** Listens to a subscription by hand, message by message; leaving the loop cuts the connection. */
export async function* listenTo(
  url: string,
  { name = 'events.subscribe', token, input = {}, lastEventId }: StreamOptions = {},
): AsyncGenerator<SentMessage, void> {
  const cut = new AbortController();
  const query = new URLSearchParams({ input: JSON.stringify(input) });
  const response = await fetch(`${url}/trpc/${name}?${query}`, {
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    },
    signal: cut.signal,
  });
  let text = '';
  try {
    for await (const chunk of (response.body as ReadableStream<Uint8Array>).pipeThrough(
      new TextDecoderStream(),
    )) {
      text += chunk;
      const parts = text.split(/\n{2,}/);
      text = parts.pop() ?? '';
      for (const part of parts) if (part !== '') yield parse(part);
    }
  } finally {
    cut.abort();
  }
}

function parse(part: string): SentMessage {
  const fields = new Map(
    part.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
  const data = fields.get('data') ?? '';
  return {
    event: fields.get('event') ?? 'message',
    id: fields.get('id'),
    data: data === '' ? undefined : JSON.parse(data),
  };
}

/** What a subscription was refused with. */
export async function refusalOf(url: string, options: StreamOptions): Promise<Json> {
  for await (const { event, data } of listenTo(url, options)) {
    if (event === 'serialized-error') return data.data;
    if (event === 'message') throw new Error('The subscription was let in.');
  }
  throw new Error('The subscription ended without a word.');
}

/** An event of an opened sale that never was. */
export function someEvent(
  storeId: string,
  fields: { type?: EventType & `sale.${string}` } = {},
): OutboxEvent {
  const { type = 'sale.opened' } = fields;
  if (type === 'sale.completed') throw new Error('There is more to tell of it.');
  const payload = { saleId: newId(), storeId, registerId: newId() };
  return { id: newId(), type, storeId, payload, createdAt: new Date() };
}

/** Tells events in one transaction; answers their ids. */
export async function tell(database: Database, events: readonly OutboxEvent[]): Promise<string[]> {
  await transact(database, (tx) => insertOutboxEvents(tx, events));
  return events.map(({ id }) => id);
}
