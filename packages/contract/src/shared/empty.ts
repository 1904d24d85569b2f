import { z } from 'zod';

/** The input of an operation that needs none. */
export const NoInput = z.strictObject({});

/** The output of an operation that has nothing to say: `null` over tRPC, 204 without a body over REST. */
export const NoContent = z.null();
