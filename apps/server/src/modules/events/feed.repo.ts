import type { EventType } from '@cashwrap/contract';
import { inScope, type Reader, readStatement, type StoreScope } from '@cashwrap/database';
import { events } from '@cashwrap/database/schema';
import { and, asc, gt, inArray, isNull, lte, or } from 'drizzle-orm';

/** An event in the feed. */
export type EventRow = typeof events.$inferSelect;

const newest = readStatement<{ position: number }, readonly []>(
  'newest_event',
  'SELECT coalesce(max(position), 0) AS position FROM events',
);

/** The position of the newest event; 0 where there is none. */
export async function findNewestPosition(db: Reader): Promise<number> {
  const { rows } = await newest(db, []);
  return rows[0]?.position ?? 0;
}

/** Events behind a position, in their order: for consumers inside the server, of every store. */
export function findEventsAfter(db: Reader, position: number, limit: number): Promise<EventRow[]> {
  return db
    .select()
    .from(events)
    .where(gt(events.position, position))
    .orderBy(asc(events.position))
    .limit(limit);
}

/** What is picked out of a stretch of the feed. */
export interface StretchFilter {
  readonly scope: StoreScope;
  /** Whether events of the whole business are picked, too. */
  readonly ofBusiness: boolean;
  readonly types: readonly EventType[] | undefined;
}

/** The first events behind one position and up to another that somebody may read and asks for. */
export function findEventsBetween(
  db: Reader,
  { scope, ofBusiness, types }: StretchFilter,
  { after, upTo, limit }: { readonly after: number; readonly upTo: number; readonly limit: number },
): Promise<EventRow[]> {
  const mine = inScope(events.storeId, scope);
  return db
    .select()
    .from(events)
    .where(
      and(
        gt(events.position, after),
        lte(events.position, upTo),
        mine && ofBusiness ? or(mine, isNull(events.storeId)) : mine,
        types && inArray(events.type, [...types]),
      ),
    )
    .orderBy(asc(events.position))
    .limit(limit);
}
