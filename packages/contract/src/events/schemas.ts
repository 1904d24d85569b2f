import { z } from 'zod';
import { Id } from '../shared/ids.ts';
import { distinct } from '../shared/lists.ts';
import { CashwrapEvent, EventType } from './catalogue.ts';

const feedFields = {
  storeId: Id.optional().meta({
    description: 'Of this store alone. Left out: of all of yours, and of the whole business.',
  }),
  types: distinct(z.array(EventType).min(1).max(100), 'a type').optional().meta({
    description: 'Of these types alone.',
  }),
  cursor: z.string().min(1).max(1000).optional().meta({
    description: 'Where you are in the feed, whatever the filters were. Left out: where `start` says.',
  }),
};

export const ListEventsInput = z.strictObject({
  ...feedFields,
  start: z.enum(['oldest', 'newest']).default('oldest').meta({
    description: 'Where a feed without a cursor begins: before all events, or after them.',
  }),
  limit: z.int().min(1).max(200).default(50).meta({
    description: 'How many events a page holds at most.',
  }),
});
export type ListEventsInput = z.infer<typeof ListEventsInput>;

export const EventPage = z
  .object({
    items: z.array(CashwrapEvent),
    nextCursor: z.string().meta({
      description: 'Go on with it, also when there is nothing more now: what happens later comes after it.',
    }),
    hasMore: z.boolean().meta({
      description: 'Whether to go on at once. A page may have few items or none, and more behind it.',
    }),
  })
  .meta({ id: 'EventPage' });
export type EventPage = z.infer<typeof EventPage>;

export const SubscribeEventsInput = z.strictObject({
  ...feedFields,
  start: z.enum(['oldest', 'newest']).default('newest').meta({
    description: 'Where a feed without a cursor begins: before all events, or after them.',
  }),
});
export type SubscribeEventsInput = z.infer<typeof SubscribeEventsInput>;
