import type { Remark } from './remark.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** How far the clock of a till may be ahead of ours. */
const AHEAD = 10 * MINUTE;
/** For how long a till may have been without a connection. */
const BEHIND = 30 * DAY;

/** When a sale is taken to have been handed over: what the till says, but never later than now. */
export function timeOfSale(occurredAt: Date, now: Date): Date {
  return occurredAt > now ? now : occurredAt;
}

/** What is odd about the time that a till says, if anything is. */
export function judgeTime(occurredAt: Date, now: Date, registerCreatedAt: Date): Remark[] {
  const oddity = oddityOf(occurredAt.getTime(), now.getTime(), registerCreatedAt.getTime());
  if (oddity === undefined) return [];
  const detail = `The till says that it was sold at ${occurredAt.toISOString()}, which is ${oddity}.`;
  return [{ kind: 'implausible_time', detail }];
}

function oddityOf(occurredAt: number, now: number, registerCreatedAt: number): string | undefined {
  if (occurredAt > now + AHEAD) return 'in the future: it is recorded as sold now';
  if (occurredAt < now - BEHIND) return 'more than 30 days before it was sent';
  if (occurredAt < registerCreatedAt) return 'before the register was made';
  return undefined;
}
