import { z } from 'zod';

/** The id of a document: a UUID, in lower case. */
export const Id = z
  .uuid()
  .regex(/^[^A-Z]*$/, 'must be in lower case')
  .meta({ id: 'Id', description: 'The id of a document (a UUID).', format: 'uuid' });

/** An id that a client makes itself: a UUIDv7, so that documents made offline keep their order. */
export const NewId = z
  .uuidv7('must be a UUIDv7')
  .regex(/^[^A-Z]*$/, 'must be in lower case')
  .meta({
    id: 'NewId',
    description: 'An id made by the client (a UUIDv7); made by the server when it is left out.',
    format: 'uuid',
  });

/** Counts the changes of a document. Send back the one you read: a stale one is refused with CONFLICT. */
export const Version = z.int().min(1).max(2_147_483_647).meta({
  description: 'Counts the changes of a document; an update must carry the version it was made from.',
  example: 1,
});

/** The input of an operation about one document. */
export const ById = z.strictObject({ id: Id });
