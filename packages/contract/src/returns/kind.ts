import { z } from 'zod';

/**
 * How goods come back: of a sale; a whole sale in the shift that it was made in, because it should not have been; or without
 * a receipt.
 */
export const ReturnKind = z.enum(['return', 'void', 'without_receipt']);
export type ReturnKind = z.infer<typeof ReturnKind>;
