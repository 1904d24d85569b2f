import type { CashwrapEvent, Message, SubscribeEventsInput } from '@cashwrap/contract';
import type { SubscriptionCall } from '../../procedure/handlers.ts';
import { cursorAt } from './cursor.ts';
import type { FeedWatch } from './feed-watch.ts';
import { findStart, readFeed } from './read-feed.ts';

/** How many events are read at once: more are read when these are taken. */
const PAGE = 100;
/** After how many positions in which nothing matched the caller is told where they are, so as not to begin there again. */
const UNTOLD = 1_000;

/** Tells what happens after a position, one event after the other, for as long as somebody listens. */
export async function* subscribeEvents(
  watch: FeedWatch,
  call: SubscriptionCall,
  input: SubscribeEventsInput,
): AsyncGenerator<Message<CashwrapEvent | null>, void> {
  let { position, newest } = await findStart(call.db, input);
  let told = position;
  // Cut off before the first event, the caller would else not know from where to go on.
  yield { id: cursorAt(position), data: null };
  reading: while (!call.isOver()) {
    const scope = await call.scope();
    const { items, end, hasMore } = await readFeed(call.db, scope, input, { position, newest, limit: PAGE });
    for (const { event, position: at } of items) {
      // The caller takes their time: what they may read by then decides.
      if ((await call.scope()) !== scope) continue reading;
      yield { id: event.cursor, data: event };
      position = told = at;
    }
    position = end;
    if (end - told >= UNTOLD) {
      yield { id: cursorAt(end), data: null };
      told = end;
    }
    if (!hasMore) newest = Math.max(newest, await watch.next(call.db));
  }
}
