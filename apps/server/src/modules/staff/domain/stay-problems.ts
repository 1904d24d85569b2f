import type { FieldError } from '@cashwrap/contract';
import type { Stay } from './worked-time.ts';

/**
 * What is wrong with the times of a stay: it ends before it begins, lies in the future, or has a break outside
 * of it, over another one, or open although it has ended. The breaks are in their order.
 */
export function stayProblems({ clockedInAt, clockedOutAt, breaks }: Stay, now: Date): FieldError[] {
  const problems: FieldError[] = [];
  const check = (wrong: boolean, path: FieldError['path'], message: string) => {
    if (wrong) problems.push({ path, message });
  };
  const end = clockedOutAt ?? now;
  check(clockedInAt > now, ['clockedInAt'], 'must not be in the future');
  if (clockedOutAt) {
    check(clockedOutAt > now, ['clockedOutAt'], 'must not be in the future');
    check(clockedOutAt < clockedInAt, ['clockedOutAt'], 'must not be before clockedInAt');
  }
  let free = clockedInAt;
  for (const [i, { startedAt, endedAt }] of breaks.entries()) {
    const path = (field: string) => ['breaks', i, field];
    const [starts, ends] = [new Date(startedAt), endedAt === null ? null : new Date(endedAt)];
    const before = i === 0 ? 'before clockedInAt' : 'before the end of the break before it';
    check(starts < free, path('startedAt'), `must not be ${before}`);
    check(starts > end, path('startedAt'), 'must not be after the end of the stay, or in the future');
    if (ends) {
      check(ends < starts, path('endedAt'), 'must not be before startedAt');
      check(ends > end, path('endedAt'), 'must not be after the end of the stay, or in the future');
    } else {
      const open = clockedOutAt === null && i === breaks.length - 1;
      check(!open, path('endedAt'), 'may be left open for the last break of an open timecard only');
    }
    free = ends ?? starts;
  }
  return problems;
}

/** The latest thing that happened in a stay: what follows must not be stamped before it. */
export function latestOf({ clockedInAt, clockedOutAt, breaks }: Stay): Date {
  const last = breaks.at(-1);
  const instants = [
    clockedInAt,
    ...(clockedOutAt ? [clockedOutAt] : []),
    ...(last ? [new Date(last.endedAt ?? last.startedAt)] : []),
  ];
  return new Date(Math.max(...instants.map((instant) => instant.getTime())));
}
