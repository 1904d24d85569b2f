import { z } from 'zod';
import { PermissionName } from '../auth/schemas.ts';
import { Id } from '../shared/ids.ts';
import { pageFields } from '../shared/page.ts';
import { line } from '../shared/text.ts';
import { Timestamp } from '../shared/time.ts';

const fields = {
  name: line(100).meta({ description: 'What it is for.', example: 'Web shop' }),
  permissions: z
    .array(PermissionName)
    .min(1)
    .max(200)
    .refine((names) => new Set(names).size === names.length, { error: 'must not name a permission twice' }),
  storeIds: z
    .array(Id)
    .min(1)
    .max(1000)
    .refine((ids) => new Set(ids).size === ids.length, { error: 'must not name a store twice' })
    .nullable()
    .meta({ description: 'The stores where it may act; null: all stores, those of the future too.' }),
};

/** A key with which another system calls in its own name. */
export const ApiKey = z
  .object({
    id: Id,
    ...fields,
    prefix: z.string().meta({ description: 'How the key begins, to recognise it.', example: 'cw_4fT9' }),
    createdBy: Id,
    createdAt: Timestamp,
    expiresAt: Timestamp.nullable(),
    lastUsedAt: Timestamp.nullable().meta({ description: 'To the minute.' }),
    revokedAt: Timestamp.nullable(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof ApiKey>;

/** A new key. `secret` is shown this once and stored nowhere. */
export const CreatedApiKey = ApiKey.extend({
  secret: z.string().meta({ description: 'Send it as Authorization: Bearer cw_…; it is shown this once.' }),
}).meta({ id: 'CreatedApiKey' });
export type CreatedApiKey = z.infer<typeof CreatedApiKey>;

export const CreateApiKeyInput = z.strictObject({
  name: fields.name,
  permissions: fields.permissions,
  storeIds: fields.storeIds.default(null),
  expiresAt: Timestamp.nullable().default(null),
});
export type CreateApiKeyInput = z.infer<typeof CreateApiKeyInput>;

export const ListApiKeysInput = z.strictObject({
  ...pageFields,
  sort: z.enum(['createdAt', '-createdAt']).default('-createdAt'),
});
