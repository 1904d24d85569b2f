import { statement, type Tx } from '@cashwrap/database';
import type { documentNumbers } from '@cashwrap/database/schema';

/** The documents that are numbered over the whole business. */
export type NumberedDocument = (typeof documentNumbers.$inferSelect)['kind'];

const next = statement<{ number: number }, readonly [kind: NumberedDocument]>(
  'next_document_number',
  `INSERT INTO document_numbers AS n (kind, last_number) VALUES ($1, 1)
   ON CONFLICT (kind) DO UPDATE SET last_number = n.last_number + 1
   RETURNING last_number AS number`,
);

/**
 * The next number of its kind, without gaps: it stays locked until the transaction ends. Take it after the document and
 * before stock.
 */
export async function nextDocumentNumber(tx: Tx, kind: NumberedDocument): Promise<number> {
  const { rows } = await next(tx, [kind]);
  if (!rows[0]) throw new Error(`There is no next number of a ${kind}.`);
  return rows[0].number;
}
