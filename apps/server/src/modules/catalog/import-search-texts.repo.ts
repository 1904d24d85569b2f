import { statement, type Tx } from '@cashwrap/database';
import type { Searchable } from './domain/search-text.ts';

type SearchableRow = Searchable & { readonly id: string; readonly [column: string]: unknown };

const nextSearchables = statement<SearchableRow, readonly [after: string, limit: number]>(
  'next_import_searchables',
  `SELECT id, name, brand, sku, plu, barcodes FROM import_next
   WHERE search_changed AND id > $1 ORDER BY id LIMIT $2`,
);

/** The next products of an import that are to be found otherwise than before. */
export async function readSearchables(
  tx: Tx,
  after: string,
  limit: number,
): Promise<readonly SearchableRow[]> {
  return (await nextSearchables(tx, [after, limit])).rows;
}

const setTexts = statement<never, readonly [texts: string]>(
  'set_import_search_texts',
  `UPDATE import_next n SET search_text = given.search_text
   FROM json_to_recordset($1::json) AS given (id uuid, search_text text) WHERE given.id = n.id`,
);

export async function setSearchTexts(
  tx: Tx,
  texts: readonly { readonly id: string; readonly search_text: string }[],
): Promise<void> {
  await setTexts(tx, [JSON.stringify(texts)]);
}
