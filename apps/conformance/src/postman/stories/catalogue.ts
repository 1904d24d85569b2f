import { type Fields, make, type Step, stale, tell } from '../story.ts';

const product = (name: string, fields: Fields = {}): Step =>
  make(
    'products.create',
    {
      ...{
        sku: `${name.toUpperCase()}-{{run}}`,
        name: `${name} {{run}}`,
        taxCategoryId: '{{taxCategoryId}}',
      },
      ...{ price: 500, ...fields },
    },
    `${name}Id`,
  );

const category = (name: string): Step => make('categories.create', { name: `${name} {{run}}` }, `${name}Id`);

const priceList = (name: string): Step =>
  make('priceLists.create', { name: `${name} {{run}}`, storeId: '{{storeId}}' }, `${name}Id`);

/** Has the tea for less. */
const filledList = (name: string): Step[] => [
  priceList(name),
  {
    operation: 'priceLists.setPrices',
    input: {
      id: `{{${name}Id}}`,
      prices: [{ productId: '{{teaId}}', minQuantity: 500, unitPrice: '{{#cakePrice}}' }],
    },
  },
];

const discount = (name: string, fields: Fields = {}): Step =>
  make(
    'discounts.create',
    {
      ...{ name: `${name} {{run}}`, code: `${name.toUpperCase()}-{{RUN}}` },
      ...{ effect: { type: 'percentage', percentage: 10, target: 'sale' }, ...fields },
    },
    `${name}Id`,
  );

export const catalogue = tell({
  'categories.list': {
    given: [
      category('parent'),
      make('categories.create', { name: 'Child {{run}}', parentId: '{{parentId}}' }, 'childId'),
    ],
    input: { parentId: '{{parentId}}' },
    list: { has: { id: '{{childId}}', name: 'Child {{run}}' }, every: { parentId: '{{parentId}}' } },
  },
  'categories.create': { input: { name: 'Green tea {{run}}', parentId: '{{categoryId}}' } },
  'categories.get': { input: { id: '{{categoryId}}' }, expect: { name: 'Drinks {{run}}', parentId: null } },
  'categories.update': {
    given: [category('shelf')],
    input: { id: '{{shelfId}}', version: 1, name: 'Black tea {{run}}', parentId: '{{categoryId}}' },
    expect: { version: 2 },
    refused: [stale],
  },
  'categories.delete': {
    given: [category('empty')],
    input: { id: '{{emptyId}}' },
    after: [{ operation: 'categories.get', input: { id: '{{emptyId}}' }, status: 404 }],
  },

  'products.create': {
    input: {
      ...{ sku: 'MUG-{{run}}', name: 'Mug {{run}}', barcodes: ['mug-{{run}}'], brand: 'Potters' },
      ...{
        taxCategoryId: '{{taxCategoryId}}',
        categoryId: '{{categoryId}}',
        price: '{{#cakePrice}}',
        cost: 300,
      },
    },
    expect: { status: 'active', version: 1, kind: 'standard' },
    refused: [{ name: 'of a SKU that is taken', code: 'ALREADY_EXISTS' }],
  },
  'products.list': {
    input: { sku: 'TEA-{{run}}', status: 'active' },
    list: {
      has: { id: '{{teaId}}', name: 'Tea {{run}}', price: '{{#teaPrice}}' },
      every: { sku: 'TEA-{{run}}', status: 'active' },
    },
  },
  'products.get': {
    input: { id: '{{teaId}}' },
    expect: { sku: 'TEA-{{run}}', name: 'Tea {{run}}', price: '{{#teaPrice}}' },
  },
  'products.update': {
    given: [product('cup')],
    input: { id: '{{cupId}}', version: 1, name: 'Cup, large {{run}}', price: 777 },
    expect: { version: 2, sku: 'CUP-{{run}}' },
    refused: [stale],
  },
  'products.byBarcode': {
    input: { code: 'tea-{{run}}' },
    expect: { id: '{{teaId}}', name: 'Tea {{run}}', scanned: { code: 'tea-{{run}}' } },
    refused: [{ name: 'of an unknown code', code: 'NOT_FOUND', change: { code: 'unknown-{{run}}' } }],
  },
  'products.archive': {
    given: [product('jar')],
    input: { id: '{{jarId}}', version: 1 },
    expect: { name: 'jar {{run}}', status: 'archived', version: 2 },
    refused: [stale],
  },
  'products.unarchive': {
    given: [product('pot'), { operation: 'products.archive', input: { id: '{{potId}}', version: 1 } }],
    input: { id: '{{potId}}', version: 2 },
    expect: { name: 'pot {{run}}', status: 'active', version: 3 },
    refused: [stale],
  },
  'products.history': {
    given: [
      product('plate'),
      { operation: 'products.update', input: { id: '{{plateId}}', version: 1, price: '{{#cakePrice}}' } },
    ],
    input: { id: '{{plateId}}' },
    list: {
      has: { field: 'price', before: 500, after: '{{#cakePrice}}' },
      every: { productId: '{{plateId}}', changedBy: '{{ownerId}}' },
    },
  },
  'products.label': {
    input: { id: '{{teaId}}', format: 'svg' },
    text: true,
    checks: { 'the label names the product': "pm.expect(body).to.include('Tea ' + value('run'));" },
  },
  'products.import': {
    given: [make('taxCategories.create', { name: 'Imported {{run}}' }, 'importedTaxId')],
    input: {
      csv: 'sku,name,tax_category,price\r\nCSV-{{run}},Imported {{run}},Imported {{run}},4.50\r\n',
      ...{ delimiter: ',', decimalMark: '.' },
    },
    expect: { dryRun: false, rows: 1, created: 1, errorCount: 0 },
    after: [
      {
        ...{ operation: 'products.list', input: { sku: 'CSV-{{run}}' } },
        expect: { items: [{ name: 'Imported {{run}}', price: 450 }] },
      },
    ],
  },
  'products.export': {
    text: true,
    input: { status: 'active' },
    checks: {
      'the tea is in it': "pm.expect(body).to.include('TEA-' + value('run'));",
      'its first line names the columns':
        "pm.expect(body.split('\\n')[0]).to.include('sku').and.to.include('price');",
    },
  },

  'priceLists.list': {
    given: [priceList('summer')],
    input: { storeId: '{{storeId}}', status: 'active' },
    list: {
      has: { id: '{{summerId}}', name: 'summer {{run}}' },
      every: { storeId: '{{storeId}}', status: 'active' },
    },
  },
  'priceLists.create': {
    input: {
      ...{ name: 'Autumn {{run}}', storeId: '{{storeId}}', customerGroupId: '{{customerGroupId}}' },
      ...{ startsOn: '2026-09-01', endsOn: '2026-11-30' },
    },
    expect: { currency: 'EUR', status: 'active' },
  },
  'priceLists.get': {
    given: [priceList('spring')],
    input: { id: '{{springId}}' },
    expect: { name: 'spring {{run}}', storeId: '{{storeId}}' },
  },
  'priceLists.update': {
    given: [priceList('winter')],
    input: { id: '{{winterId}}', version: 1, name: 'Winter sale {{run}}', endsOn: '2027-02-28' },
    expect: { version: 2 },
    refused: [stale],
  },
  'priceLists.entries': {
    given: filledList('regular'),
    input: { id: '{{regularId}}', productId: '{{teaId}}' },
    list: {
      has: { sku: 'TEA-{{run}}', unitPrice: '{{#cakePrice}}', minQuantity: 500 },
      every: { productId: '{{teaId}}' },
    },
  },
  'priceLists.setPrices': {
    given: [priceList('filled')],
    input: {
      id: '{{filledId}}',
      prices: [{ productId: '{{teaId}}', minQuantity: 500, unitPrice: '{{#cakePrice}}' }],
    },
    expect: { set: 1, removed: 0, unchanged: 0 },
    after: [
      {
        ...{ operation: 'priceLists.entries', input: { id: '{{filledId}}' } },
        expect: { items: [{ sku: 'TEA-{{run}}', unitPrice: '{{#cakePrice}}' }] },
      },
    ],
  },
  'priceLists.import': {
    given: [priceList('imported')],
    input: { id: '{{importedId}}', csv: 'sku,min_quantity,unit_price\r\nTEA-{{run}},500,5.99\r\n' },
    expect: { dryRun: false, rows: 1, errorCount: 0 },
    after: [
      {
        ...{ operation: 'priceLists.entries', input: { id: '{{importedId}}' } },
        expect: { items: [{ sku: 'TEA-{{run}}', unitPrice: 599 }] },
      },
    ],
  },
  'priceLists.export': {
    text: true,
    given: filledList('exported'),
    input: { id: '{{exportedId}}' },
    checks: { 'the tea is in it': "pm.expect(body).to.include('TEA-' + value('run'));" },
  },

  'discounts.list': {
    given: [discount('listed')],
    input: { code: 'LISTED-{{RUN}}', status: 'active' },
    list: { has: { id: '{{listedId}}', name: 'listed {{run}}' }, every: { status: 'active' } },
  },
  'discounts.create': {
    input: {
      ...{
        name: 'Teatime {{run}}',
        code: 'TEATIME-{{RUN}}',
        stacking: 'exclusive',
        priority: 5,
        usageLimit: 100,
      },
      effect: { type: 'percentage', percentage: 12.5, target: 'line' },
      products: { productIds: ['{{teaId}}'] },
      conditions: { weekdays: [1, 2], storeIds: ['{{storeId}}'], customerGroupIds: ['{{customerGroupId}}'] },
    },
    expect: { status: 'active', usedCount: 0 },
  },
  'discounts.get': {
    given: [discount('read')],
    input: { id: '{{readId}}' },
    expect: { name: 'read {{run}}' },
  },
  'discounts.update': {
    given: [discount('changed')],
    input: {
      ...{ id: '{{changedId}}', version: 1, name: 'Three for less {{run}}' },
      effect: { type: 'quantity_tiers', tiers: [{ minQuantity: 3, percentage: 10 }] },
    },
    expect: { version: 2 },
    refused: [stale],
  },
  'discounts.archive': {
    given: [discount('over')],
    input: { id: '{{overId}}', version: 1 },
    expect: { name: 'over {{run}}', status: 'archived' },
    refused: [stale],
  },
  'discounts.evaluate': {
    given: [discount('evaluated')],
    input: {
      storeId: '{{storeId}}',
      lines: [{ productId: '{{teaId}}', quantity: 2 }],
      codes: ['EVALUATED-{{RUN}}'],
    },
    checks: {
      'the discount is a tenth of the goods': [
        "const outcome = body.outcomes.find(({ discountId }) => discountId === value('evaluatedId'));",
        "pm.expect(outcome).to.include({ name: 'evaluated ' + value('run'), status: 'applied' });",
        "pm.expect(outcome.amount).to.equal(value('teaPrice') / 5);",
        "pm.expect(body.quote.total).to.equal(2 * value('teaPrice') - outcome.amount);",
      ].join('\n'),
    },
  },
});
