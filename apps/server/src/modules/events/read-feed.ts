import { CashwrapEvent, type EventType, eventVersions } from '@cashwrap/contract';
import type { Reader, StoreScope } from '@cashwrap/database';
import { cursorAt, positionOf } from './cursor.ts';
import { type EventRow, findEventsBetween, findNewestPosition } from './feed.repo.ts';

/** How many positions are looked at for one page, so that a filter that matches seldom does not scan all of them at once. */
const STRETCH = 10_000;

/** What somebody wants to read of the feed. */
export interface FeedFilter {
  readonly storeId?: string | undefined;
  readonly types?: readonly EventType[] | undefined;
}

/** Where somebody is in the feed who begins to read. */
export async function findStart(
  db: Reader,
  { cursor, start }: { readonly cursor?: string | undefined; readonly start: 'oldest' | 'newest' },
): Promise<{ position: number; newest: number }> {
  const newest = await findNewestPosition(db);
  if (cursor !== undefined) return { position: positionOf(cursor, newest), newest };
  return { position: start === 'newest' ? newest : 0, newest };
}

/** What a reader is told next, and where that leads. */
export interface FeedPart {
  readonly items: readonly { readonly position: number; readonly event: CashwrapEvent }[];
  /** Read up to here. */
  readonly end: number;
  readonly hasMore: boolean;
}

/**
 * The next events after a position, as far as the newest that the caller has looked up before: behind that, nothing can appear
 * any more.
 */
export async function readFeed(
  db: Reader,
  scope: StoreScope,
  { storeId, types }: FeedFilter,
  { position, newest, limit }: { position: number; newest: number; limit: number },
): Promise<FeedPart> {
  // Most of the time a reader waits at the end: that must not ask the database for each of them.
  if (position >= newest) return { items: [], end: position, hasMore: false };
  const upTo = Math.min(newest, position + STRETCH);
  const filter = { scope, ofBusiness: storeId === undefined, types };
  const rows = await findEventsBetween(db, filter, { after: position, upTo, limit });
  // A newer server has written what this one does not know, and will tell it: who waits before it misses nothing.
  const unknown = rows.find(({ type, payloadVersion }) => eventVersions.get(type) !== payloadVersion);
  const known = unknown ? rows.slice(0, rows.indexOf(unknown)) : rows;
  const items = known.map((row) => ({ position: row.position, event: toEvent(row) }));
  if (unknown) return { items, end: unknown.position - 1, hasMore: false };
  const end = rows.length < limit ? upTo : (rows.at(-1)?.position ?? upTo);
  return { items, end, hasMore: end < newest };
}

function toEvent({ position, payloadVersion, payload, createdAt, ...row }: EventRow): CashwrapEvent {
  return CashwrapEvent.parse({
    ...row,
    version: payloadVersion,
    occurredAt: createdAt.toISOString(),
    data: payload,
    cursor: cursorAt(position),
  });
}
