import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { FeedWatch } from './feed-watch.ts';
import { listEvents } from './list-events.ts';
import { subscribeEvents } from './subscribe-events.ts';

export function eventHandlers(): Handlers<typeof contract.events> {
  const watch = new FeedWatch();
  return {
    list: listEvents,
    subscribe: (call, input) => subscribeEvents(watch, call, input),
  };
}
