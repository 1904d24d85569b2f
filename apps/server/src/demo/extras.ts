import { type Article, inStoreEan13 } from './assortment.ts';
import type { Call } from './caller.ts';
import type { Naming } from './open-stores.ts';
import type { TaxName } from './shop.ts';

/** What the shop has by now. */
interface Opened {
  readonly storeIds: readonly string[];
  readonly taxIds: ReadonlyMap<TaxName, string>;
  /** By the name of the category. */
  readonly categoryIds: ReadonlyMap<string, string>;
  readonly productIds: ReadonlyMap<Article, string>;
}

/** How the scales of the counters print their labels: the price under 21, the weight under 26. */
const LABEL_LAYOUTS = [
  { prefix: '21', pluDigits: 5, value: 'price', valueDigits: 5, decimals: 2 },
  { prefix: '26', pluDigits: 5, value: 'weight', valueDigits: 5, decimals: 3 },
] as const;

const COLOURS = ['fig', 'fern'];
const SIZES = ['M', 'L'];
const SHIRT_COST = 980;
/** The number of the first variant, by which its barcode is made. */
export const FIRST_SHIRT = 90_000;

const BREAKFAST = ['House espresso beans 250 g', 'Raspberry jam 340 g', 'Salted butter 250 g', 'Croissant'];

/** What of a catalogue the assortment does not show: labels of scales, variants, a bundle, and a price typed in. */
export async function addExtras(call: Call, as: Naming, opened: Opened): Promise<void> {
  await call(as('label-layouts'), ({ settings }) =>
    settings.update({ version: 1, labelLayouts: [...LABEL_LAYOUTS] }),
  );
  await addShirts(call, as, opened);
  await addBreakfastBox(call, as, opened);
  await call(as('FLO'), ({ products }) =>
    products.create({
      ...{ kind: 'open_price', sku: 'FLO', name: 'Cut flowers', taxCategoryId: opened.taxIds.get('reduced') },
      categoryId: opened.categoryIds.get('Home') ?? null,
    }),
  );
}

/** A T-shirt in its colours and sizes, and who prints it; the variants cost what it costs. */
async function addShirts(call: Call, as: Naming, { taxIds, categoryIds, storeIds }: Opened): Promise<void> {
  const shirt = await call(as('TSH'), ({ products }) =>
    products.create({
      ...{ sku: 'TSH', name: 'Fig & Fern T-shirt', brand: 'Fig & Fern', price: 2490 },
      ...{
        taxCategoryId: taxIds.get('standard'),
        categoryId: categoryIds.get('Kitchenware and gifts') ?? null,
      },
      options: [
        { name: 'Colour', values: COLOURS },
        { name: 'Size', values: SIZES },
      ],
    }),
  );
  const lines: { productId: string; quantity: number }[] = [];
  for (const Colour of COLOURS) {
    for (const Size of SIZES) {
      const sku = `TSH-${Colour}-${Size}`.toUpperCase();
      const variant = await call(as(sku), ({ products }) =>
        products.create({
          ...{ parentId: shirt.id, optionValues: { Colour, Size }, sku, cost: SHIRT_COST },
          ...{
            name: `Fig & Fern T-shirt, ${Colour}, ${Size}`,
            barcodes: [inStoreEan13(FIRST_SHIRT + lines.length)],
          },
        }),
      );
      lines.push({ productId: variant.id, quantity: 12 });
    }
  }
  for (const storeId of storeIds) {
    await call(as(`shirts-${storeId}`), ({ inventory }) =>
      inventory.adjust({ storeId, reason: 'opening_stock', note: 'T-shirts', lines }),
    );
  }
  const printer = await call(as('supplier-of-shirts'), ({ inventory }) =>
    inventory.suppliers.create({
      name: 'Loom & Letter',
      email: 'print@loomandletter.example',
      leadTimeDays: 21,
    }),
  );
  const products = lines.map(({ productId }) => {
    return { productId, packSize: 6, minimumOrder: 24, cost: SHIRT_COST, preferred: true };
  });
  await call(as('supplier-of-shirts'), ({ inventory }) =>
    inventory.suppliers.setProducts({ id: printer.id, products }),
  );
}

async function addBreakfastBox(call: Call, as: Naming, opened: Opened): Promise<void> {
  const components = [...opened.productIds]
    .filter(([{ name }]) => BREAKFAST.includes(name))
    .map(([{ name }, productId]) => ({ productId, quantity: name === 'Croissant' ? 4 : 1 }));
  await call(as('BOX'), ({ products }) =>
    products.create({
      ...{ kind: 'bundle', sku: 'BOX-BREAKFAST', name: 'Breakfast box', price: 2390, components },
      ...{ taxCategoryId: opened.taxIds.get('basic'), categoryId: opened.categoryIds.get('Pantry') ?? null },
      barcodes: [inStoreEan13(91_000)],
    }),
  );
}
