import type { Tx } from '@cashwrap/database';
import { BEFORE_ALL_IDS } from '../../csv/before-all-ids.ts';
import { searchTextOf } from './domain/search-text.ts';
import { readSearchables, setSearchTexts } from './import-search-texts.repo.ts';
import { addSearchWords } from './product-search.repo.ts';

/** How many products are in memory at a time. */
const CHUNK = 1_000;

/** Gives what an import adds or changes the texts and words by which search finds it, as a product made by hand has them. */
export async function writeSearchTexts(tx: Tx): Promise<void> {
  for (let after = BEFORE_ALL_IDS; ; ) {
    const products = await readSearchables(tx, after, CHUNK);
    const last = products.at(-1);
    if (!last) return;
    await setSearchTexts(
      tx,
      products.map((product) => ({ id: product.id, search_text: searchTextOf(product) })),
    );
    await addSearchWords(tx, products);
    after = last.id;
  }
}
