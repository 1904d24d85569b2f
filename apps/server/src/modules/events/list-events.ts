import type { EventPage, ListEventsInput } from '@cashwrap/contract';
import type { QueryCall } from '../../procedure/handlers.ts';
import { cursorAt } from './cursor.ts';
import { findStart, readFeed } from './read-feed.ts';

/** One page of the feed, and the cursor from which to go on, now or when something has happened. */
export async function listEvents({ db, scope }: QueryCall, input: ListEventsInput): Promise<EventPage> {
  const { position, newest } = await findStart(db, input);
  const { limit } = input;
  const { items, end, hasMore } = await readFeed(db, scope, input, { position, newest, limit });
  return { items: items.map(({ event }) => event), nextCursor: cursorAt(end), hasMore };
}
