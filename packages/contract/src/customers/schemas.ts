import { z } from 'zod';
import { Id, NewId, Version } from '../shared/ids.ts';
import { distinct } from '../shared/lists.ts';
import { pageFields } from '../shared/page.ts';
import { line } from '../shared/text.ts';
import { Timestamp } from '../shared/time.ts';

const groupName = line(100).meta({ example: 'Staff' });

/** Customers who are treated alike: by price lists and by discounts. */
export const CustomerGroup = z
  .object({ id: Id, name: groupName, version: Version, createdAt: Timestamp, updatedAt: Timestamp })
  .meta({ id: 'CustomerGroup' });
export type CustomerGroup = z.infer<typeof CustomerGroup>;

export const CreateCustomerGroupInput = z.strictObject({ name: groupName });
export type CreateCustomerGroupInput = z.infer<typeof CreateCustomerGroupInput>;

export const UpdateCustomerGroupInput = z.strictObject({ id: Id, version: Version, name: groupName });
export type UpdateCustomerGroupInput = z.infer<typeof UpdateCustomerGroupInput>;

export const ListCustomerGroupsInput = z.strictObject({
  ...pageFields,
  sort: z.enum(['name', '-name', 'createdAt', '-createdAt']).default('name'),
});

export const CustomerStatus = z.enum(['active', 'archived']);

const customerFields = {
  name: line(200).meta({ example: 'Ada Lovelace' }),
  email: z.email().max(254).nullable(),
  phone: line(40).nullable(),
  groupIds: distinct(z.array(Id).max(50), 'a group'),
  taxExempt: z.boolean().meta({ description: 'Pays no tax: the net, where prices include it.' }),
  taxExemptReason: line(200).nullable().meta({
    description: 'The certificate or number that proves it. Required with taxExempt.',
    example: 'EX-4711',
  }),
};

/** Someone who buys. */
export const Customer = z
  .object({
    id: Id,
    ...customerFields,
    status: CustomerStatus,
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'Customer' });
export type Customer = z.infer<typeof Customer>;

export const CreateCustomerInput = z
  .strictObject({
    id: NewId.optional(),
    name: customerFields.name,
    email: customerFields.email.default(null),
    phone: customerFields.phone.default(null),
    groupIds: customerFields.groupIds.default([]),
    taxExempt: customerFields.taxExempt.default(false),
    taxExemptReason: customerFields.taxExemptReason.default(null),
  })
  .refine((customer) => !customer.taxExempt || customer.taxExemptReason !== null, {
    path: ['taxExemptReason'],
    error: 'must be given for a customer who is tax-exempt',
  });
export type CreateCustomerInput = z.infer<typeof CreateCustomerInput>;

export const UpdateCustomerInput = z.strictObject({
  id: Id,
  version: Version,
  name: customerFields.name.optional(),
  email: customerFields.email.optional(),
  phone: customerFields.phone.optional(),
  groupIds: customerFields.groupIds.optional(),
  taxExempt: customerFields.taxExempt.optional(),
  taxExemptReason: customerFields.taxExemptReason.optional(),
});
export type UpdateCustomerInput = z.infer<typeof UpdateCustomerInput>;

export const ArchiveCustomerInput = z.strictObject({ id: Id, version: Version });

export const ListCustomersInput = z.strictObject({
  groupId: Id.optional(),
  status: CustomerStatus.optional(),
  ...pageFields,
  sort: z.enum(['name', '-name', 'createdAt', '-createdAt']).default('name'),
});
export type ListCustomersInput = z.infer<typeof ListCustomersInput>;
