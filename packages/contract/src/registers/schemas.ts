import { z } from 'zod';
import { Id, Version } from '../shared/ids.ts';
import { pageFields } from '../shared/page.ts';
import { line } from '../shared/text.ts';
import { Timestamp } from '../shared/time.ts';

/** `till`: has a cash drawer. `virtual`: has none, one in each store, for sales that no till makes. */
export const RegisterKind = z.enum(['till', 'virtual']);

const name = line(100).meta({ example: 'Till 1' });

/** A till of a store. Sale numbers and cash are kept per register. */
export const Register = z
  .object({
    id: Id,
    storeId: Id,
    name,
    kind: RegisterKind,
    lastSaleNumber: z.int().min(0).meta({ description: 'The number of its last sale; 0 before the first.' }),
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'Register' });
export type Register = z.infer<typeof Register>;

export const CreateRegisterInput = z.strictObject({ storeId: Id, name });
export type CreateRegisterInput = z.infer<typeof CreateRegisterInput>;

export const ListRegistersInput = z.strictObject({
  storeId: Id.optional(),
  kind: RegisterKind.optional(),
  ...pageFields,
  sort: z.enum(['name', '-name', 'createdAt', '-createdAt']).default('name'),
});
