import { make, type Step, stale, tell } from '../story.ts';

const till = (name: string): Step =>
  make('registers.create', { storeId: '{{storeId}}', name: `${name} {{run}}` }, 'tillId');

export const places = tell({
  'stores.create': {
    input: {
      ...{
        name: 'Market Square {{run}}',
        timeZone: 'Europe/Paris',
        pricesIncludeTax: false,
        locale: 'fr-FR',
      },
      ...{ address: { line1: '1 Market Square', city: 'Paris', country: 'FR' }, businessDayCutoffHour: 4 },
    },
  },
  'stores.list': { input: { limit: 200 }, list: { has: { id: '{{storeId}}', name: 'High Street {{run}}' } } },
  'stores.get': {
    input: { id: '{{storeId}}' },
    expect: { name: 'High Street {{run}}', timeZone: 'UTC', pricesIncludeTax: true },
  },

  'registers.create': {
    input: { storeId: '{{storeId}}', name: 'Terrace {{run}}' },
    expect: { kind: 'till', paired: false },
  },
  'registers.list': {
    input: { storeId: '{{depotId}}', kind: 'till' },
    list: {
      has: { id: '{{depotRegisterId}}', name: 'Till {{run}}' },
      every: { storeId: '{{depotId}}', kind: 'till' },
    },
  },
  'registers.get': {
    input: { id: '{{storeRegisterId}}' },
    expect: { name: 'Till {{run}}', storeId: '{{storeId}}' },
  },
  'registers.rename': {
    given: [till('Old')],
    input: { id: '{{tillId}}', version: 1, name: 'Renamed {{run}}' },
    expect: { version: 2 },
    refused: [stale],
  },
  'registers.pair': {
    given: [till('To pair')],
    input: { id: '{{tillId}}' },
    expect: { register: { id: '{{tillId}}', name: 'To pair {{run}}', paired: true } },
  },
  'registers.retire': {
    given: [till('Broken')],
    input: { id: '{{tillId}}' },
    expect: { name: 'Broken {{run}}' },
    checks: { 'it is retired': 'pm.expect(body.retiredAt).to.be.a("string");' },
  },

  'taxCategories.create': { input: { name: 'Reduced {{run}}' } },
  'taxCategories.list': {
    input: { limit: 200 },
    list: { has: { id: '{{taxCategoryId}}', name: 'Standard {{run}}' } },
  },
  'taxCategories.update': {
    given: [make('taxCategories.create', { name: 'Old {{run}}' }, 'oldCategoryId')],
    input: { id: '{{oldCategoryId}}', version: 1, name: 'Zero {{run}}' },
    expect: { version: 2 },
    refused: [stale],
  },
  'taxCategories.get': { input: { id: '{{taxCategoryId}}' }, expect: { name: 'Standard {{run}}' } },

  'taxRates.create': {
    given: [make('taxCategories.create', { name: 'Books {{run}}' }, 'booksId')],
    input: {
      ...{ storeId: '{{storeId}}', taxCategoryId: '{{booksId}}', name: 'Levy {{run}}', percentage: 8.875 },
      ...{ validFrom: '2026-01-01', validTo: '2030-12-31' },
    },
  },
  'taxRates.list': {
    input: { storeId: '{{storeId}}', taxCategoryId: '{{taxCategoryId}}', validOn: '2026-06-01' },
    list: {
      has: { id: '{{storeTaxRateId}}', name: 'VAT {{run}}', percentage: 20 },
      every: { storeId: '{{storeId}}', taxCategoryId: '{{taxCategoryId}}' },
    },
  },
  'taxRates.update': {
    given: [
      make('taxCategories.create', { name: 'Papers {{run}}' }, 'papersId'),
      make(
        'taxRates.create',
        {
          ...{ storeId: '{{storeId}}', taxCategoryId: '{{papersId}}', name: 'Old {{run}}', percentage: 5 },
          validFrom: '2026-01-01',
        },
        'oldRateId',
      ),
    ],
    input: { id: '{{oldRateId}}', version: 1, name: 'New {{run}}', percentage: 5.5 },
    expect: { version: 2 },
    refused: [stale],
  },
  'taxRates.get': { input: { id: '{{storeTaxRateId}}' }, expect: { name: 'VAT {{run}}', percentage: 20 } },

  'settings.get': { expect: { name: 'Corner Shop {{run}}', currency: 'EUR' } },
  'settings.update': {
    given: [{ operation: 'settings.get', keep: { settingsVersion: 'version' } }],
    input: {
      version: '{{#settingsVersion}}',
      name: 'Corner Shop {{run}}',
      loyaltyEnabled: true,
      giftCardExpiryMonths: 72,
    },
    refused: [{ ...stale, change: { version: 1 } }],
  },
  'settings.getStore': {
    input: { storeId: '{{storeId}}' },
    expect: { name: 'High Street {{run}}', timeZone: 'UTC' },
  },
  'settings.updateStore': {
    given: [
      {
        operation: 'settings.getStore',
        input: { storeId: '{{depotId}}' },
        keep: { depotVersion: 'version' },
      },
    ],
    input: {
      storeId: '{{depotId}}',
      version: '{{#depotVersion}}',
      receiptFooter: 'See you soon {{run}}',
      phone: '030 1234',
    },
    refused: [stale],
  },
  'settings.history': {
    input: { storeId: '{{depotId}}' },
    list: { has: { changedBy: '{{ownerId}}' }, every: { storeId: '{{depotId}}' } },
    checks: {
      'it tells what was written':
        "pm.expect(JSON.stringify(body.items[0].changes)).to.include('See you soon ' + value('run'));",
    },
  },
});
