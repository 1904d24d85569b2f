import { z } from 'zod';

/** What a scanner reads. */
export const Barcode = z
  .string()
  .regex(/^[\x21-\x7e]{1,64}$/, 'must be 1 to 64 printable characters without spaces')
  .meta({ description: 'What the scanner reads.', example: '4006381333931' });
