import { inStore, query, subscription } from '../operation.ts';
import { CashwrapEvent } from './catalogue.ts';
import { EventPage, ListEventsInput, SubscribeEventsInput } from './schemas.ts';

export const events = {
  list: query({
    rest: { method: 'GET', path: '/events' },
    permission: 'events.read',
    scope: inStore(),
    summary: 'Read what has happened, in its order',
    description:
      'The feed of events. Each comes once, and none appears later before one that you have read: keep `nextCursor`, and go on from there. New types and fields may come at any time: pass over what you do not know.',
    input: ListEventsInput,
    output: EventPage,
    errors: ['NOT_FOUND', 'INVALID_CURSOR'],
  }),
  subscribe: subscription({
    permission: 'events.read',
    scope: inStore(),
    summary: 'Be told of what happens, as it happens',
    description:
      'Each message has the cursor after which to go on as its id. A message is null where there is no event and only the cursor has moved.',
    input: SubscribeEventsInput,
    output: CashwrapEvent.nullable(),
    errors: ['NOT_FOUND', 'INVALID_CURSOR'],
  }),
};
