import { z } from 'zod';
import { Id } from '../shared/ids.ts';
import { pageFields } from '../shared/page.ts';
import { line } from '../shared/text.ts';
import { Timestamp } from '../shared/time.ts';

/** Who changed what. Personal values are left out: only the names of the changed fields are here. */
export const AuditEntry = z
  .object({
    id: Id,
    actorId: Id.nullable().meta({ description: 'The user or API key; null where nobody was signed in.' }),
    sessionId: Id.nullable(),
    registerId: Id.nullable(),
    storeId: Id.nullable(),
    action: z.string().meta({ description: 'The operation.', example: 'products.update' }),
    documentType: z.string().meta({ example: 'product' }),
    documentId: Id,
    before: z.unknown(),
    after: z.unknown(),
    approvedBy: Id.nullable().meta({ description: 'The second person, where one approved it.' }),
    requestId: z.string(),
    recordedAt: Timestamp,
    chained: z.boolean().meta({ description: 'Whether the hash chain has reached it.' }),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof AuditEntry>;

export const ListAuditLogInput = z.strictObject({
  storeId: Id.optional(),
  actorId: Id.optional(),
  sessionId: Id.optional(),
  registerId: Id.optional(),
  documentType: line(100).optional().meta({ example: 'product' }),
  documentId: Id.optional(),
  action: line(100).optional(),
  requestId: line(64).optional().meta({ description: 'The X-Request-Id of the call that made the change.' }),
  recordedFrom: Timestamp.optional(),
  recordedTo: Timestamp.optional(),
  ...pageFields,
  sort: z.enum(['recordedAt', '-recordedAt']).default('-recordedAt'),
});
export type ListAuditLogInput = z.infer<typeof ListAuditLogInput>;

/** Whether the log is as it was written. */
export const AuditVerification = z
  .object({
    intact: z.boolean(),
    entries: z.int().min(0).meta({ description: 'How many chained entries were checked.' }),
    unchained: z.int().min(0).meta({ description: 'How many recent entries wait for the chain.' }),
    firstBroken: z
      .object({ entryId: Id.nullable(), position: z.int(), problem: z.string() })
      .nullable()
      .meta({ description: 'The first entry that was changed, deleted or added; null where there is none.' }),
  })
  .meta({ id: 'AuditVerification' });
export type AuditVerification = z.infer<typeof AuditVerification>;
