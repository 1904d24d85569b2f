import { z } from 'zod';
import { Id, Version } from '../shared/ids.ts';
import { PositiveMoney } from '../shared/numbers.ts';
import { pageFields } from '../shared/page.ts';
import { Currency } from '../shared/places.ts';
import { line, text } from '../shared/text.ts';
import { CalendarDate, Timestamp } from '../shared/time.ts';

const fields = {
  userId: Id.nullable().meta({ description: 'The user that the person signs in as; null: none.' }),
  name: line(200).meta({ example: 'Ada Cooper' }),
  position: line(100).meta({ example: 'Shop assistant' }),
  storeIds: z
    .array(Id)
    .min(1)
    .max(1000)
    .refine((ids) => new Set(ids).size === ids.length, { error: 'must not name a store twice' })
    .meta({ description: 'The stores where the person works.' }),
  email: z.email().max(254).nullable(),
  phone: line(40).nullable(),
  hiredOn: CalendarDate,
  hourlyRate: PositiveMoney.nullable().meta({
    description: 'What an hour is paid, in minor units; null where it is not known, or not yours to see.',
  }),
  note: text(2000),
};

/** The staff record of a person. */
export const Employee = z
  .object({
    id: Id,
    ...fields,
    storeIds: z
      .array(Id)
      .meta({ description: 'The stores where the person works, of those that you can see.' }),
    worksElsewhere: z.boolean().meta({
      description:
        'Whether there are more stores that you cannot see; then the record is not yours to change.',
    }),
    hourlyRateCurrency: Currency,
    hourlyRateVisible: z.boolean().meta({ description: 'Whether you may see what the person is paid.' }),
    terminatedOn: CalendarDate.nullable(),
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'Employee' });
export type Employee = z.infer<typeof Employee>;

export const CreateEmployeeInput = z.strictObject({
  userId: fields.userId.default(null),
  name: fields.name,
  position: fields.position,
  storeIds: fields.storeIds,
  email: fields.email.default(null),
  phone: fields.phone.default(null),
  hiredOn: fields.hiredOn,
  hourlyRate: fields.hourlyRate
    .optional()
    .meta({ description: 'Takes the permission employees.manage_pay.' }),
  note: fields.note.default(''),
});
export type CreateEmployeeInput = z.infer<typeof CreateEmployeeInput>;

export const UpdateEmployeeInput = z.strictObject({
  id: Id,
  version: Version,
  userId: fields.userId.optional(),
  name: fields.name.optional(),
  position: fields.position.optional(),
  storeIds: fields.storeIds.optional(),
  email: fields.email.optional(),
  phone: fields.phone.optional(),
  hiredOn: fields.hiredOn.optional(),
  hourlyRate: fields.hourlyRate
    .optional()
    .meta({ description: 'Takes the permission employees.manage_pay.' }),
  note: fields.note.optional(),
});
export type UpdateEmployeeInput = z.infer<typeof UpdateEmployeeInput>;

export const TerminateEmployeeInput = z.strictObject({
  id: Id,
  version: Version,
  terminatedOn: CalendarDate,
});

export const ListEmployeesInput = z.strictObject({
  storeId: Id.optional(),
  search: line(100).optional().meta({ description: 'A part of the name or position.' }),
  employed: z
    .boolean()
    .optional()
    .meta({ description: 'Only those who work here still, or only those who left, by the date in UTC.' }),
  ...pageFields,
  sort: z.enum(['name', '-name', 'createdAt', '-createdAt']).default('name'),
});
export type ListEmployeesInput = z.infer<typeof ListEmployeesInput>;
