import { make, type Step } from '../story.ts';

/**
 * What a run begins with. Names have `run` in them and prices are large random numbers (whole with a tenth or a tax of 20 % taken out),
 * so that no answer fits that was recorded elsewhere.
 */
export const begin = [
  "const guid = () => pm.variables.replaceIn('{{$guid}}');",
  'const price = () => 60 * (1000 + Math.floor(Math.random() * 9000));',
  'const cakePrice = price();',
  'const minutes = 1 + Math.floor(Math.random() * 900);',
  'const run = guid().slice(0, 8);',
  '// Ids of what a till without a connection makes: UUIDv7.',
  "const time = Date.now().toString(16).padStart(12, '0');",
  "const tillId = () => [time.slice(0, 8), time.slice(8), '7' + guid().slice(15)].join('-');",
  'const variables = {',
  '  run,',
  '  RUN: run.toUpperCase(),',
  '  nowhere: guid(),',
  "  password: 'open-sesame-' + guid(),",
  '  teaPrice: price(),',
  '  cakePrice,',
  '  twoCakes: 2 * cakePrice,',
  '  ingestedOfflineId: tillId(),',
  '  flaggedOfflineId: tillId(),',
  '  settledOfflineId: tillId(),',
  '  today: new Date().toISOString().slice(0, 10),',
  '  now: new Date().toISOString(),',
  '  minutes,',
  '  secondStayEnd: new Date(Date.UTC(2026, 0, 15, 7, minutes)).toISOString(),',
  '};',
  'for (const [name, value] of Object.entries(variables)) pm.collectionVariables.set(name, value);',
];

/** Somebody who has chosen a password of their own; keeps the id and the token. */
function person(name: string, roles: { role: string; storeId: string }[]): Step[] {
  const username = `${name}-{{run}}`;
  return [
    {
      operation: 'users.create',
      input: { username, name: `Test ${name}`, password: '{{password}}', roles },
      keep: { [`${name}Id`]: 'id' },
    },
    {
      operation: 'auth.login',
      as: null,
      input: { username, password: '{{password}}' },
      keep: { [`${name}Token`]: 'accessToken' },
    },
    {
      operation: 'auth.changePassword',
      as: `${name}Token`,
      input: { currentPassword: '{{password}}', newPassword: '{{password}}-own' },
    },
  ];
}

/** Stock and a till with an open shift, in a store; names of variables are made from its name. */
export function store(name: string, label: string): Step[] {
  return [
    make('stores.create', { name: `${label} {{run}}`, timeZone: 'UTC', pricesIncludeTax: true }, `${name}Id`),
    make('registers.create', { storeId: `{{${name}Id}}`, name: `Till {{run}}` }, `${name}RegisterId`),
    make(
      'taxRates.create',
      {
        ...{ storeId: `{{${name}Id}}`, taxCategoryId: '{{taxCategoryId}}', name: 'VAT {{run}}' },
        ...{ percentage: 20, validFrom: '2020-01-01' },
      },
      `${name}TaxRateId`,
    ),
    make(
      'inventory.adjust',
      {
        ...{ storeId: `{{${name}Id}}`, reason: 'opening_stock', note: 'Opening {{run}}' },
        lines: [{ productId: '{{teaId}}', quantity: 1000, unitCost: 100 }],
      },
      `${name}AdjustmentId`,
    ),
    make(
      'shifts.open',
      {
        ...{ storeId: `{{${name}Id}}`, registerId: `{{${name}RegisterId}}`, note: 'Morning {{run}}' },
        openingFloat: { amount: 10_000 },
      },
      `${name}ShiftId`,
    ),
  ];
}

/** What the stories share: a store with a till and stock, another one, two products, and people. */
export const setup: readonly Step[] = [
  make('taxCategories.create', { name: 'Standard {{run}}' }, 'taxCategoryId'),
  make('categories.create', { name: 'Drinks {{run}}' }, 'categoryId'),
  make(
    'products.create',
    {
      ...{ sku: 'TEA-{{run}}', name: 'Tea {{run}}', barcodes: ['tea-{{run}}'], categoryId: '{{categoryId}}' },
      ...{ taxCategoryId: '{{taxCategoryId}}', price: '{{#teaPrice}}', cost: 100 },
    },
    'teaId',
  ),
  make(
    'products.create',
    {
      ...{ sku: 'CAKE-{{run}}', name: 'Cake {{run}}', taxCategoryId: '{{taxCategoryId}}' },
      ...{ price: '{{#cakePrice}}', trackStock: false },
    },
    'cakeId',
  ),
  ...store('store', 'High Street'),
  ...store('depot', 'Depot'),
  make('customerGroups.create', { name: 'Regulars {{run}}' }, 'customerGroupId'),
  make('customers.create', { name: 'Ada {{run}}', groupIds: ['{{customerGroupId}}'] }, 'customerId'),
  make(
    'loyaltyPrograms.create',
    { name: 'Club {{run}}', enrolsAutomatically: false, earning: { points: 1, perAmount: 1 } },
    'clubId',
  ),
  { operation: 'loyaltyPrograms.activate', input: { id: '{{clubId}}', version: 1 } },
  make('inventory.suppliers.create', { name: 'Roasters {{run}}' }, 'supplierId'),
  make(
    'employees.create',
    {
      ...{ userId: '{{ownerId}}', name: 'Olive {{run}}', position: 'Owner', storeIds: ['{{storeId}}'] },
      hiredOn: '2020-01-01',
    },
    'employeeId',
  ),
  ...person('powerless', []),
  ...person('newcomer', []).slice(0, 2),
  ...person('cashier', [{ role: 'cashier', storeId: '{{storeId}}' }]),
  {
    operation: 'apiKeys.create',
    input: { name: 'Shop window {{run}}', permissions: ['products.read'] },
    keep: { apiKey: 'secret', apiKeyId: 'id' },
  },
  {
    operation: 'sales.create',
    input: {
      ...{ storeId: '{{storeId}}', registerId: '{{storeRegisterId}}', customerId: '{{customerId}}' },
      lines: [{ productId: '{{teaId}}', quantity: 2 }],
      payments: [{ method: 'cash', tendered: 10_000_000 }],
      note: 'First sale {{run}}',
    },
    keep: {
      ...{ saleId: 'id', saleNumber: 'number', saleLineId: 'lines[0].id', paymentId: 'payments[0].id' },
      businessDate: 'businessDate',
    },
  },
];
