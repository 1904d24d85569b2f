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
    paired: z.boolean().meta({ description: 'Whether a device holds a token of it.' }),
    retiredAt: Timestamp.nullable().meta({ description: 'Since when it sells no more.' }),
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

export const RenameRegisterInput = z.strictObject({ id: Id, version: Version, name });
export type RenameRegisterInput = z.infer<typeof RenameRegisterInput>;

/** The proof that a device is a register. It is shown this once; pairing again makes the one before worthless. */
export const RegisterPairing = z
  .object({
    register: Register,
    registerToken: z.string().meta({ description: 'Keep it on the device; send it as Register-Token.' }),
  })
  .meta({ id: 'RegisterPairing' });
export type RegisterPairing = z.infer<typeof RegisterPairing>;
