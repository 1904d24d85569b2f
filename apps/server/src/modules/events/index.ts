export { type EventRow, findEventsAfter, findNewestPosition } from './feed.repo.ts';
export { eventHandlers } from './handlers.ts';
export { sequenceEvents } from './sequence-events.ts';
