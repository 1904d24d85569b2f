import { z } from 'zod';
import { document, inStore, mutation, query } from '../operation.ts';
import { NoInput } from '../shared/empty.ts';
import { ById } from '../shared/ids.ts';
import { page } from '../shared/page.ts';
import {
  ClockInInput,
  CreateTimecardInput,
  ListTimecardsInput,
  Timecard,
  TimecardTotal,
  TimecardTotalsInput,
  UpdateTimecardInput,
} from './schemas.ts';

export const timecards = {
  clockIn: mutation({
    rest: { method: 'POST', path: '/timecards/clock-in', creates: '/timecards/{id}' },
    permission: 'timecards.clock',
    scope: inStore(),
    summary: 'Begin to work in a store',
    description:
      'For the staff record that is linked to your user, in a store that it names. A person has one open timecard at the most.',
    input: ClockInInput,
    output: Timecard,
    errors: ['NOT_FOUND', 'NO_EMPLOYEE', 'NOT_EMPLOYED', 'ALREADY_CLOCKED_IN'],
  }),
  startBreak: mutation({
    rest: { method: 'POST', path: '/timecards/start-break' },
    permission: 'signed_in',
    summary: 'Begin a break',
    input: NoInput,
    output: Timecard,
    errors: ['NO_EMPLOYEE', 'NOT_CLOCKED_IN', 'ON_BREAK', 'INVALID_TIMECARD'],
  }),
  endBreak: mutation({
    rest: { method: 'POST', path: '/timecards/end-break' },
    permission: 'signed_in',
    summary: 'End the break',
    input: NoInput,
    output: Timecard,
    errors: ['NO_EMPLOYEE', 'NOT_CLOCKED_IN', 'NOT_ON_BREAK'],
  }),
  clockOut: mutation({
    rest: { method: 'POST', path: '/timecards/clock-out' },
    permission: 'signed_in',
    summary: 'Stop working; an open break ends with it',
    input: NoInput,
    output: Timecard,
    errors: ['NO_EMPLOYEE', 'NOT_CLOCKED_IN'],
  }),
  current: query({
    rest: { method: 'GET', path: '/timecards/current' },
    permission: 'signed_in',
    summary: 'Your open timecard, if any',
    input: NoInput,
    output: z.object({ timecard: Timecard.nullable() }),
    errors: ['NO_EMPLOYEE'],
  }),
  get: query({
    rest: { method: 'GET', path: '/timecards/{id}' },
    permission: 'timecards.read',
    scope: document('timecard'),
    summary: 'Get a timecard',
    input: ById,
    output: Timecard,
    errors: ['NOT_FOUND'],
  }),
  list: query({
    rest: { method: 'GET', path: '/timecards' },
    permission: 'timecards.read',
    scope: inStore(),
    summary: 'List timecards',
    input: ListTimecardsInput,
    output: page(Timecard),
    errors: ['NOT_FOUND', 'INVALID_CURSOR'],
  }),
  create: mutation({
    rest: { method: 'POST', path: '/timecards', creates: '/timecards/{id}' },
    permission: 'timecards.manage',
    scope: inStore(),
    summary: 'Add a timecard that was forgotten, with a reason',
    description:
      'For somebody who works in the store, by the staff record, on that day. Not for yourself, unless you own the whole business. Time that the person has been at work by another timecard is INVALID_TIMECARD.',
    input: CreateTimecardInput,
    output: Timecard,
    errors: ['NOT_FOUND', 'INVALID_REFERENCE', 'NOT_EMPLOYED', 'ALREADY_CLOCKED_IN', 'INVALID_TIMECARD'],
  }),
  update: mutation({
    rest: { method: 'PATCH', path: '/timecards/{id}' },
    permission: 'timecards.manage',
    scope: document('timecard'),
    summary: 'Correct a timecard, with a reason',
    description:
      'Ends and breaks are put as they were: clockedOutAt null opens it again. An end without breaks ends an open break with it. Times that contradict each other or lie in the future are INVALID_INPUT; where they do not fit what was left out, or another timecard of the person, INVALID_TIMECARD. Nobody corrects their own, unless they own the whole business.',
    input: UpdateTimecardInput,
    output: Timecard,
    errors: ['NOT_FOUND', 'CONFLICT', 'NOT_EMPLOYED', 'ALREADY_CLOCKED_IN', 'INVALID_TIMECARD'],
  }),
  totals: query({
    rest: { method: 'GET', path: '/timecards/totals' },
    permission: 'timecards.read',
    scope: inStore(),
    summary: 'Add up worked time by day or week',
    description:
      'A timecard that goes over midnight counts on both days, by the store’s own clock. Open timecards do not count yet. A week holds those of its days that are asked for.',
    input: TimecardTotalsInput,
    output: z.object({ items: z.array(TimecardTotal) }),
    errors: ['NOT_FOUND'],
  }),
};
