import { z } from 'zod';
import { Id, NewId, Version } from '../shared/ids.ts';
import { distinct, distinctBy } from '../shared/lists.ts';
import { MoneyTotal } from '../shared/numbers.ts';
import { pageFields } from '../shared/page.ts';
import { Address, Currency } from '../shared/places.ts';
import { line, text, typed } from '../shared/text.ts';
import { CalendarDate, Timestamp } from '../shared/time.ts';

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

/** `merged`: another customer stands for this one. `erased`: who it was is forgotten. */
export const CustomerStatus = z.enum(['active', 'archived', 'merged', 'erased']);
export type CustomerStatus = z.infer<typeof CustomerStatus>;

/** By what a customer may be written to. */
export const ConsentChannel = z.enum(['email', 'sms', 'phone', 'post']);
export type ConsentChannel = z.infer<typeof ConsentChannel>;

/** How a consent was given or taken back: what has to be shown when it is disputed. */
export const ConsentSource = z.enum([
  'till',
  'website',
  'paper',
  'phone',
  'email',
  'import',
  'merge',
  'erasure',
]);
export type ConsentSource = z.infer<typeof ConsentSource>;

/** Whether a customer may be sent advertising by a channel, and since when. */
export const Consent = z.object({
  channel: ConsentChannel,
  granted: z.boolean(),
  source: ConsentSource,
  recordedAt: Timestamp,
});
export type Consent = z.infer<typeof Consent>;

/** One time that a consent was given or taken back. */
export const ConsentChange = Consent.extend({ id: Id, customerId: Id, actorId: Id }).meta({
  id: 'ConsentChange',
});
export type ConsentChange = z.infer<typeof ConsentChange>;

const tag = line(40).meta({ example: 'regular' });

const customerFields = {
  name: line(200).meta({ example: 'Ada Lovelace' }),
  reference: line(60).nullable().meta({
    description: 'The merchant’s own number of them, on a customer card say. No two customers have the same.',
    example: 'K-10023',
  }),
  company: line(200).nullable(),
  taxId: line(40).nullable().meta({ description: 'For invoices.', example: 'DE123456789' }),
  email: z.email().max(254).nullable(),
  phone: line(40).nullable().meta({ example: '+49 170 1234567' }),
  address: Address,
  birthday: CalendarDate.nullable(),
  groupIds: distinct(z.array(Id).max(50), 'a group'),
  tags: distinct(z.array(tag).max(50), 'a tag').meta({
    description: 'Words of the merchant’s own, to find customers by.',
    example: ['regular'],
  }),
  note: text(2000).meta({ description: 'For whoever serves them; the customer may ask to see it.' }),
  taxExempt: z.boolean().meta({ description: 'Pays no tax: the net, where prices include it.' }),
  taxExemptReason: line(200).nullable().meta({
    description: 'The certificate or number that proves it. Required with taxExempt.',
    example: 'EX-4711',
  }),
};

/** What somebody has bought and brought back in all, in one currency. */
export const LifetimeFigures = z.object({
  currency: Currency,
  saleCount: z.int(),
  total: MoneyTotal.meta({ description: 'What the sales came to, with tax, without gift cards and tips.' }),
  returnCount: z
    .int()
    .meta({ description: 'How often something of them came back; without a receipt does not count.' }),
  returned: MoneyTotal.meta({
    description: 'What was given back for it, above 0: total − returned was kept.',
  }),
  firstSaleAt: Timestamp,
  lastSaleAt: Timestamp,
});

/** Someone who buys. */
export const Customer = z
  .object({
    id: Id,
    ...customerFields,
    consents: z.array(Consent).meta({ description: 'Where a channel is missing, nobody has asked.' }),
    lifetime: z.array(LifetimeFigures).meta({
      description: 'By currency, the one of the latest sale first; empty before the first sale.',
    }),
    status: CustomerStatus,
    mergedIds: z.array(Id).meta({
      description: 'Those who turned out to be the same person: their ids lead here.',
    }),
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'Customer' });
export type Customer = z.infer<typeof Customer>;

const consentsGiven = distinctBy(
  z
    .array(
      z.strictObject({
        channel: ConsentChannel,
        granted: z.boolean(),
        source: ConsentSource.extract(['till', 'website', 'paper', 'phone', 'email']),
      }),
    )
    .max(ConsentChannel.options.length),
  ({ channel }) => channel,
  'a channel',
).meta({ example: [{ channel: 'email', granted: true, source: 'till' }] });

export const CreateCustomerInput = z
  .strictObject({
    id: NewId.optional(),
    name: customerFields.name,
    reference: customerFields.reference.default(null),
    company: customerFields.company.default(null),
    taxId: customerFields.taxId.default(null),
    email: customerFields.email.default(null),
    phone: customerFields.phone.default(null),
    address: customerFields.address.default({}),
    birthday: customerFields.birthday.default(null),
    groupIds: customerFields.groupIds.default([]),
    tags: customerFields.tags.default([]),
    note: customerFields.note.default(''),
    consents: consentsGiven.default([]),
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
  reference: customerFields.reference.optional(),
  company: customerFields.company.optional(),
  taxId: customerFields.taxId.optional(),
  email: customerFields.email.optional(),
  phone: customerFields.phone.optional(),
  address: customerFields.address.optional(),
  birthday: customerFields.birthday.optional(),
  groupIds: customerFields.groupIds.optional(),
  tags: customerFields.tags.optional(),
  note: customerFields.note.optional(),
  taxExempt: customerFields.taxExempt.optional(),
  taxExemptReason: customerFields.taxExemptReason.optional(),
});
export type UpdateCustomerInput = z.infer<typeof UpdateCustomerInput>;

export const ArchiveCustomerInput = z.strictObject({ id: Id, version: Version });
export type ArchiveCustomerInput = z.infer<typeof ArchiveCustomerInput>;

export const ListCustomersInput = z.strictObject({
  search: typed(100)
    .optional()
    .meta({
      description:
        'Words of the name, company, email or reference, in any order, each from its beginning; or three digits and more from ' +
        'anywhere in the phone number, however it is written. Where nothing is as it was typed, names that are nearly so. ' +
        'Answers the best matches by relevance, without a cursor, and only active customers unless `status` asks for others.',
      example: 'lovelace',
    }),
  groupId: Id.optional(),
  tag: tag.optional(),
  status: CustomerStatus.optional().meta({
    description: 'Left out: active and archived ones, and in a search active ones only.',
  }),
  ...pageFields,
  sort: z.enum(['name', '-name', 'createdAt', '-createdAt']).default('name'),
});
export type ListCustomersInput = z.infer<typeof ListCustomersInput>;

export const RecordConsentsInput = z.strictObject({
  id: Id,
  consents: consentsGiven.min(1),
});
export type RecordConsentsInput = z.infer<typeof RecordConsentsInput>;

export const ListConsentChangesInput = z.strictObject({
  id: Id,
  channel: ConsentChannel.optional(),
  ...pageFields,
  sort: z.enum(['recordedAt', '-recordedAt']).default('-recordedAt'),
});
export type ListConsentChangesInput = z.infer<typeof ListConsentChangesInput>;

export const ListPurchasesInput = z.strictObject({
  id: Id,
  storeId: Id.optional(),
  businessDateFrom: CalendarDate.optional(),
  businessDateTo: CalendarDate.optional(),
  ...pageFields,
  sort: z.enum(['completedAt', '-completedAt']).default('-completedAt'),
});
export type ListPurchasesInput = z.infer<typeof ListPurchasesInput>;
