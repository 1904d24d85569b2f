import { z } from 'zod';
import { Id, Version } from '../shared/ids.ts';
import { pageFields } from '../shared/page.ts';
import { line } from '../shared/text.ts';
import { CalendarDate, isWithinAYear, Timestamp } from '../shared/time.ts';

const Break = z.object({
  startedAt: Timestamp,
  endedAt: Timestamp.nullable(),
});

/** One stay of a person at work, in one store. */
export const Timecard = z
  .object({
    id: Id,
    employeeId: Id,
    storeId: Id,
    clockedInAt: Timestamp,
    clockedOutAt: Timestamp.nullable(),
    breaks: z.array(Break),
    breakSeconds: z.int().min(0).meta({ description: 'Ended breaks, in seconds.' }),
    workedSeconds: z.int().min(0).nullable().meta({ description: 'Without breaks; null while it is open.' }),
    correctionReason: z
      .string()
      .nullable()
      .meta({ description: 'Why it was added or last corrected by hand.' }),
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'Timecard' });
export type Timecard = z.infer<typeof Timecard>;

export const ClockInInput = z.strictObject({ storeId: Id });
export type ClockInInput = z.infer<typeof ClockInInput>;

const BreaksInput = z.array(z.strictObject({ startedAt: Timestamp, endedAt: Timestamp.nullable() })).max(50);

export const CreateTimecardInput = z.strictObject({
  storeId: Id,
  employeeId: Id,
  clockedInAt: Timestamp,
  clockedOutAt: Timestamp.nullable().meta({ description: 'Null: the person is at work still.' }),
  breaks: BreaksInput.default([]),
  reason: line(500).meta({ description: 'Why it is written down by hand.', example: 'Forgot to clock in' }),
});
export type CreateTimecardInput = z.infer<typeof CreateTimecardInput>;

export const UpdateTimecardInput = z.strictObject({
  id: Id,
  version: Version,
  clockedInAt: Timestamp.optional(),
  clockedOutAt: Timestamp.nullable().optional(),
  breaks: BreaksInput.optional(),
  reason: line(500).meta({ description: 'Why it is corrected.' }),
});
export type UpdateTimecardInput = z.infer<typeof UpdateTimecardInput>;

export const ListTimecardsInput = z.strictObject({
  storeId: Id.optional(),
  employeeId: Id.optional(),
  open: z.boolean().optional().meta({ description: 'Whether its end is still to come.' }),
  ...pageFields,
  sort: z.enum(['clockedInAt', '-clockedInAt']).default('-clockedInAt'),
});
export type ListTimecardsInput = z.infer<typeof ListTimecardsInput>;

export const TimecardTotalsInput = z
  .strictObject({
    storeId: Id,
    employeeId: Id.optional(),
    from: CalendarDate,
    to: CalendarDate,
    groupBy: z.enum(['day', 'week']).default('day'),
  })
  .refine((input) => input.to < '9999-01-01', { path: ['to'], error: 'must be before the year 9999' })
  .refine((input) => input.from <= input.to, { path: ['to'], error: 'must not be before from' })
  .refine((input) => isWithinAYear(input.from, input.to), {
    path: ['to'],
    error: 'must be at most a year after from',
  });
export type TimecardTotalsInput = z.infer<typeof TimecardTotalsInput>;

/** What one person worked on one local day or in one week (Monday to Sunday) of the store's time zone. */
export const TimecardTotal = z
  .object({
    employeeId: Id,
    period: CalendarDate.meta({ description: 'The day, or the Monday of the week.' }),
    workedSeconds: z.int().min(0),
    breakSeconds: z.int().min(0),
  })
  .meta({ id: 'TimecardTotal' });
export type TimecardTotal = z.infer<typeof TimecardTotal>;
