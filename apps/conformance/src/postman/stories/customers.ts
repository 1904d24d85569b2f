import { type Fields, make, recent, type Step, stale, tell } from '../story.ts';

const customer = (name: string, fields: Fields = {}): Step =>
  make('customers.create', { name: `${name} {{run}}`, ...fields }, `${name}Id`);

const credit = (name: string): Step => ({
  operation: 'customers.adjustStoreCredit',
  input: {
    id: `{{${name}Id}}`,
    storeId: '{{storeId}}',
    amount: '{{#teaPrice}}',
    reason: 'Broken cup {{run}}',
  },
});

/** A programme that gives a point for each cent. */
const program = (name: string): Step =>
  make(
    'loyaltyPrograms.create',
    { name: `${name} {{run}}`, earning: { points: 1, perAmount: 1 } },
    `${name}Id`,
  );

/** A customer with points in the active programme. */
const member = (name: string): Step[] => [
  customer(name),
  { operation: 'loyalty.enrol', input: { id: `{{${name}Id}}` } },
  {
    operation: 'loyalty.adjust',
    input: { id: `{{${name}Id}}`, points: '{{#minutes}}', reason: 'For the long wait {{run}}' },
  },
];

/** With something on it, of a code. */
const giftCard = (name: string): Step => ({
  operation: 'giftCards.issue',
  input: {
    ...{ storeId: '{{storeId}}', amount: '{{#cakePrice}}', reason: 'Goodwill', note: `${name} {{run}}` },
    customerId: '{{customerId}}',
  },
  keep: { [`${name}Id`]: 'id', [`${name}Code`]: 'code' },
});

export const customers = tell({
  'customerGroups.list': {
    input: { limit: 200 },
    list: { has: { id: '{{customerGroupId}}', name: 'Regulars {{run}}' } },
  },
  'customerGroups.create': { input: { name: 'Neighbours {{run}}' } },
  'customerGroups.get': { input: { id: '{{customerGroupId}}' }, expect: { name: 'Regulars {{run}}' } },
  'customerGroups.update': {
    given: [make('customerGroups.create', { name: 'Old {{run}}' }, 'oldGroupId')],
    input: { id: '{{oldGroupId}}', version: 1, name: 'Staff {{run}}' },
    expect: { version: 2 },
    refused: [stale],
  },

  'customers.list': {
    input: { search: 'Ada {{run}}', groupId: '{{customerGroupId}}', status: 'active' },
    list: {
      has: { id: '{{customerId}}', name: 'Ada {{run}}' },
      every: { status: 'active', groupIds: ['{{customerGroupId}}'] },
    },
  },
  'customers.create': {
    input: {
      ...{ name: 'Grace {{run}}', email: 'grace@example.com', reference: 'K-{{run}}', tags: ['regular'] },
      ...{ groupIds: ['{{customerGroupId}}'], birthday: '1985-12-10', note: 'Likes tea' },
      address: { line1: '12 St James’s Square', city: 'London', country: 'GB' },
      consents: [{ channel: 'post', granted: true, source: 'paper' }],
    },
  },
  'customers.get': {
    input: { id: '{{customerId}}' },
    expect: { name: 'Ada {{run}}', groupIds: ['{{customerGroupId}}'] },
  },
  'customers.update': {
    given: [customer('Mary')],
    input: { id: '{{MaryId}}', version: 1, name: 'Mary Smith {{run}}', phone: '+49 30 1234' },
    expect: { version: 2 },
    refused: [stale],
  },
  'customers.archive': {
    given: [customer('Moved')],
    input: { id: '{{MovedId}}', version: 1 },
    expect: { name: 'Moved {{run}}', status: 'archived' },
    refused: [stale],
  },
  'customers.unarchive': {
    given: [customer('Back'), { operation: 'customers.archive', input: { id: '{{BackId}}', version: 1 } }],
    input: { id: '{{BackId}}', version: 2 },
    expect: { name: 'Back {{run}}', status: 'active' },
    refused: [stale],
  },
  'customers.recordConsents': {
    given: [customer('Willing')],
    input: { id: '{{WillingId}}', consents: [{ channel: 'email', granted: true, source: 'till' }] },
    expect: { name: 'Willing {{run}}' },
  },
  'customers.consents': {
    given: [
      customer('Asked'),
      {
        operation: 'customers.recordConsents',
        input: { id: '{{AskedId}}', consents: [{ channel: 'sms', granted: false, source: 'phone' }] },
      },
    ],
    input: { id: '{{AskedId}}', channel: 'sms' },
    list: { has: { granted: false, source: 'phone' }, every: { customerId: '{{AskedId}}', channel: 'sms' } },
    checks: { 'it is of this run': recent('body.items[0].recordedAt') },
  },
  'customers.import': {
    input: { csv: 'reference,name\r\nCSV-{{run}},Imported {{run}}\r\n', delimiter: ',' },
    expect: { dryRun: false, rows: 1, created: 1, errorCount: 0 },
    after: [
      {
        ...{ operation: 'customers.list', input: { search: 'Imported {{run}}' } },
        expect: { items: [{ name: 'Imported {{run}}', reference: 'CSV-{{run}}' }] },
      },
    ],
  },
  'customers.export': {
    input: { status: 'active' },
    text: true,
    checks: { 'Ada is in it': "pm.expect(body).to.include('Ada ' + value('run'));" },
  },
  'customers.storeCredit': {
    given: [customer('Creditor'), credit('Creditor')],
    input: { id: '{{CreditorId}}' },
    expect: { customerId: '{{CreditorId}}', balances: [{ currency: 'EUR', balance: '{{#teaPrice}}' }] },
  },
  'customers.storeCreditLedger': {
    given: [customer('Saver'), credit('Saver')],
    input: { id: '{{SaverId}}', currency: 'EUR', kind: 'adjust' },
    list: {
      has: { amount: '{{#teaPrice}}', balanceAfter: '{{#teaPrice}}', reason: 'Broken cup {{run}}' },
      every: { kind: 'adjust' },
    },
  },
  'customers.adjustStoreCredit': {
    given: [customer('Owed')],
    input: { id: '{{OwedId}}', storeId: '{{storeId}}', amount: '{{#teaPrice}}', reason: 'Sorry {{run}}' },
    differs: ['id'],
    expect: { kind: 'adjust', balanceAfter: '{{#teaPrice}}' },
  },
  'customers.loyalty': {
    given: member('Loyal'),
    input: { id: '{{LoyalId}}' },
    expect: { customerId: '{{LoyalId}}', programName: 'Club {{run}}', balance: '{{#minutes}}' },
  },
  'loyalty.enrol': {
    given: [customer('Joining')],
    input: { id: '{{JoiningId}}' },
    expect: { customerId: '{{JoiningId}}', balance: 0 },
    checks: { 'it is now': recent('body.enrolledAt') },
  },
  'customers.purchases': {
    input: { id: '{{customerId}}', storeId: '{{storeId}}', businessDateFrom: '{{businessDate}}' },
    list: { has: { id: '{{saleId}}' }, every: { customerId: '{{customerId}}', storeId: '{{storeId}}' } },
    checks: {
      'the sale comes to what was sold':
        "pm.expect(body.items.find(({ id }) => id === value('saleId')).total).to.equal(2 * value('teaPrice'));",
    },
  },
  'customers.merge': {
    given: [customer('Double'), customer('Twin')],
    input: { id: '{{DoubleId}}', version: 1, mergedId: '{{TwinId}}', mergedVersion: 1 },
    expect: { name: 'Double {{run}}', mergedIds: ['{{TwinId}}'] },
  },
  'customers.erase': {
    given: [customer('Forgotten')],
    input: { id: '{{ForgottenId}}', version: 1 },
    expect: { status: 'erased' },
    checks: {
      'the name is gone': "pm.expect(JSON.stringify(body)).not.to.include('Forgotten ' + value('run'));",
    },
    after: [
      {
        ...{ operation: 'customers.list', input: { search: 'Forgotten {{run}}' } },
        expect: { items: [] },
      },
    ],
  },
  'customers.personalData': {
    input: { id: '{{customerId}}' },
    expect: { customer: { id: '{{customerId}}', name: 'Ada {{run}}' } },
    checks: { 'the sale is in it': "pm.expect(body.sales.map(({ id }) => id)).to.include(value('saleId'));" },
  },

  'loyaltyPrograms.list': {
    given: [program('Listed')],
    input: { status: 'draft' },
    list: { has: { id: '{{ListedId}}', name: 'Listed {{run}}' }, every: { status: 'draft' } },
  },
  'loyaltyPrograms.create': {
    input: {
      ...{ name: 'Tea lovers {{run}}', expiryMonths: 24, tierGraceDays: 14 },
      earning: { points: 2, perAmount: 100 },
      redemption: { points: 100, amount: 500, minimumPoints: 100, maximumPercentage: 50 },
    },
    expect: { status: 'draft', version: 1 },
  },
  'loyaltyPrograms.get': {
    given: [program('Read')],
    input: { id: '{{ReadId}}' },
    expect: { name: 'Read {{run}}' },
  },
  'loyaltyPrograms.update': {
    given: [program('Draft')],
    input: { id: '{{DraftId}}', version: 1, name: 'Better {{run}}', earning: { points: 3, perAmount: 100 } },
    expect: { version: 2 },
    refused: [stale],
  },
  'loyaltyPrograms.activate': {
    given: [program('Second'), { operation: 'loyaltyPrograms.end', input: { id: '{{clubId}}', version: 2 } }],
    input: { id: '{{SecondId}}', version: 1 },
    expect: { name: 'Second {{run}}', status: 'active' },
    refused: [stale],
  },
  'loyaltyPrograms.end': {
    given: [program('Third')],
    input: { id: '{{ThirdId}}', version: 1 },
    expect: { name: 'Third {{run}}', status: 'ended' },
    refused: [stale],
  },
  'loyalty.adjust': {
    given: [customer('Patient'), { operation: 'loyalty.enrol', input: { id: '{{PatientId}}' } }],
    input: { id: '{{PatientId}}', points: '{{#minutes}}', reason: 'For the long wait {{run}}' },
    differs: ['id'],
    expect: { kind: 'adjust', balanceAfter: '{{#minutes}}' },
  },
  'loyalty.ledger': {
    given: member('Counted'),
    input: { id: '{{CountedId}}', kind: 'adjust' },
    list: { has: { points: '{{#minutes}}', reason: 'For the long wait {{run}}' }, every: { kind: 'adjust' } },
  },

  'giftCards.list': {
    given: [giftCard('listed')],
    input: { storeId: '{{storeId}}', customerId: '{{customerId}}', status: 'active' },
    list: {
      has: { id: '{{listedId}}', note: 'listed {{run}}' },
      every: { storeId: '{{storeId}}', customerId: '{{customerId}}', status: 'active' },
    },
  },
  'giftCards.issue': {
    input: {
      storeId: '{{storeId}}',
      code: 'CARD-{{run}}',
      amount: '{{#cakePrice}}',
      reason: 'Goodwill',
      note: 'Box 1 {{run}}',
    },
    differs: ['code', 'reason'],
    expect: { status: 'active', balance: '{{#cakePrice}}' },
  },
  'giftCards.get': {
    given: [giftCard('read')],
    input: { id: '{{readId}}' },
    expect: { note: 'read {{run}}', balance: '{{#cakePrice}}' },
  },
  'giftCards.update': {
    given: [giftCard('found')],
    input: { id: '{{foundId}}', version: 2, note: 'Found again {{run}}' },
    expect: { balance: '{{#cakePrice}}' },
    refused: [stale],
  },
  'giftCards.lookup': {
    given: [giftCard('shown')],
    input: { code: '{{shownCode}}' },
    expect: { id: '{{shownId}}', note: 'shown {{run}}', balance: '{{#cakePrice}}' },
    refused: [{ name: 'of an unknown code', code: 'NOT_FOUND', change: { code: '9999 9999 9999 9999' } }],
  },
  'giftCards.block': {
    given: [giftCard('lost')],
    input: { id: '{{lostId}}', version: 2, reason: 'Reported lost {{run}}' },
    expect: { status: 'blocked', blockedReason: 'Reported lost {{run}}' },
    refused: [stale],
  },
  'giftCards.unblock': {
    given: [
      giftCard('freed'),
      { operation: 'giftCards.block', input: { id: '{{freedId}}', version: 2, reason: 'Lost' } },
    ],
    input: { id: '{{freedId}}', version: 3 },
    expect: { note: 'freed {{run}}', status: 'active', blockedReason: null },
    refused: [stale],
  },
  'giftCards.adjust': {
    given: [giftCard('short')],
    input: { id: '{{shortId}}', amount: 100, reason: 'Loaded too little {{run}}' },
    differs: ['id'],
    checks: { 'the balance has grown': "pm.expect(body.balanceAfter).to.equal(value('cakePrice') + 100);" },
  },
  'giftCards.ledger': {
    given: [
      giftCard('booked'),
      { operation: 'giftCards.adjust', input: { id: '{{bookedId}}', amount: 100, reason: 'More {{run}}' } },
    ],
    input: { id: '{{bookedId}}' },
    list: { has: { kind: 'adjust', amount: 100, reason: 'More {{run}}' } },
    checks: {
      'the last balance is the sum of the entries': [
        'const sum = body.items.reduce((total, { amount }) => total + amount, 0);',
        "pm.expect(sum).to.equal(value('cakePrice') + 100);",
        'pm.expect(Math.max(...body.items.map(({ balanceAfter }) => balanceAfter))).to.equal(sum);',
      ].join('\n'),
    },
  },
  'giftCards.liability': {
    given: [
      {
        ...{ operation: 'giftCards.liability', keep: { owedBefore: 'currencies[0].balance' } },
      },
      giftCard('owed'),
    ],
    checks: {
      'what is on the new card is owed':
        "pm.expect(body.currencies[0].balance).to.equal(value('owedBefore') + value('cakePrice'));",
    },
  },
});
