import { type Database, newId } from '@cashwrap/database';
import { searchTextOf, spellableWordsOf } from '../src/modules/catalog/domain/search-text.ts';
import { ean13 } from './ean13.ts';

const BRANDS = words(
  'Alpina|Barillo|Bonduel|Casa Mia|Cedar Valley|Corner Farm|Delphi|Donnelly|Efendi|Fjordland|Golden Gate|Hansen|Harvest Moon|Iberico|Juno|Kikkoda|Lavanda|Little Oven|Maison Blanche|Mediterra|Monte Verde|Nordlicht|Oakwood|Papillon|Pure Planet|Quinta|Rosalia|Saint Martin|Sunrise|Terra Viva|Umami|Vallée Verte|Whitby|Yamato|Zafferano',
);
const KINDS = words(
  'coffee beans|ground coffee|espresso capsules|green tea|black tea|herbal tea|whole milk|oat drink|almond drink|natural yoghurt|Greek yoghurt|salted butter|double cream|crème fraîche|mozzarella|cheddar|gouda|brie|parmesan|feta|spaghetti|penne|fusilli|tagliatelle|basmati rice|arborio rice|red lentils|chickpeas|kidney beans|chopped tomatoes|passata|olive oil|sunflower oil|balsamic vinegar|Dijon mustard|mayonnaise|ketchup|basil pesto|peanut butter|raspberry jam|strawberry jam|wildflower honey|maple syrup|dark chocolate|milk chocolate|hazelnut spread|shortbread|crackers|potato crisps|tortilla chips|roasted almonds|cashew nuts|granola|porridge oats|corn flakes|sourdough bread|rye bread|croissant|baguette|apple juice|orange juice|tomato juice|cola|lemonade|ginger beer|tonic water|sparkling water|pale ale|lager|stout|red wine|white wine|prosecco|shampoo|shower gel|hand soap|toothpaste|washing-up liquid|laundry detergent|kitchen roll|toilet paper|candles|batteries|light bulb|notebook|ballpoint pen|envelopes|birthday card|gift wrap|socks|t-shirt|beanie|umbrella|dog food|cat litter|bird seed',
);
const VARIETIES = words(
  'organic|classic|fair trade|extra|light|gluten-free|vegan|smoked|roasted|mild|strong|unsalted|spicy|sweet|family size|limited edition|original|wholegrain|lactose-free|seasonal|traditional|premium|rustic|fine',
);
const SIZES = words(
  '100 g|150 g|200 g|250 g|330 ml|400 g|500 g|500 ml|750 ml|1 kg|1 l|6 pieces|12 pieces|XL|M|S',
);

function words(text: string): string[] {
  return text.split('|');
}

/** How many are sent in one statement. */
const BATCH = 5_000;

/** Fills an opened shop with so many products with names, codes and brands as shops have them, in no order. */
export async function fillCatalogue({ pool }: Database, count: number): Promise<void> {
  for (let first = 0; first < count; first += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, count - first) }, (_, index) =>
      productOf(first + index),
    );
    await pool.query(
      `WITH given AS (SELECT * FROM json_to_recordset($1) AS g(id uuid, sku text, name text, brand text, code text, search text, price int)),
       made AS (
         INSERT INTO products (id, sku, name, brand, description, tax_category_id, price, sold_by, track_stock, allow_oversell,
           status, search_text, created_at, updated_at)
         SELECT id, sku, name, brand, '', (SELECT id FROM tax_categories LIMIT 1), price, 'unit', true, false, 'active', search,
           now(), now() FROM given)
       INSERT INTO product_barcodes (code, product_id, position) SELECT code, id, 0 FROM given`,
      [JSON.stringify(batch)],
    );
  }
  const spellable = new Set<string>();
  for (let i = 0; i < count; i++) for (const word of spellableWordsOf(productOf(i))) spellable.add(word);
  await pool.query('INSERT INTO search_words (word) SELECT unnest($1::text[])', [[...spellable]]);
  await pool.query('VACUUM ANALYZE products, product_barcodes, search_words');
}

/** The product with this number: names, codes and brands as shops have them, in no order. */
export function productOf(i: number) {
  // A multiplier without a common factor with the lists spreads the combinations.
  const at = <T>(list: readonly T[], salt: number) => list[(Math.imul(i + 1, salt) >>> 7) % list.length] as T;
  const brand = at(BRANDS, 2_654_435_761);
  const name = `${brand} ${at(KINDS, 40_503)} ${at(VARIETIES, 69_069)} ${inventedWord(i)} ${at(SIZES, 48_271)}`;
  const product = { sku: `${brand.slice(0, 3).toUpperCase()}-${100_000 + i}`, name, brand, plu: null };
  const code = ean13(300_000_000_000 + i * 7);
  return {
    ...product,
    ...{ id: newId(), code, price: 100 + (i % 5_000) },
    search: searchTextOf({ ...product, barcodes: [code] }),
  };
}

const SYLLABLES = [
  'ba',
  'cor',
  'del',
  'fi',
  'gra',
  'lum',
  'mo',
  'nis',
  'pe',
  'quo',
  'ri',
  'sal',
  'tu',
  'ver',
  'wen',
  'zo',
];

/** Product lines have names of their own: 4,096 words that nobody has heard of. */
function inventedWord(i: number): string {
  const n = Math.imul(i + 1, 2_246_822_519) >>> 4;
  return [n, n >> 4, n >> 8].map((part) => SYLLABLES[part & 15]).join('');
}
