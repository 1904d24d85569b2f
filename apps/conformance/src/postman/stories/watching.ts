import { make, type Step, tell } from '../story.ts';

/** A drawer in which something is missing, which its people are told. */
const missing = (name: string): Step[] => [
  make('registers.create', { storeId: '{{storeId}}', name: `${name} {{run}}` }, `${name}TillId`),
  make(
    'shifts.open',
    { storeId: '{{storeId}}', registerId: `{{${name}TillId}}`, openingFloat: { amount: 50_000 } },
    `${name}ShiftId`,
  ),
  {
    operation: 'shifts.forceClose',
    input: { id: `{{${name}ShiftId}}`, version: 1, cash: { amount: 10 }, reason: `${name} {{run}}` },
  },
];

export const watching = tell({
  'notifications.list': {
    given: missing('Short'),
    input: { storeId: '{{storeId}}', kind: 'drawer_variance', unread: true },
    list: {
      has: { documentId: '{{ShortShiftId}}', readAt: null },
      every: { storeId: '{{storeId}}', kind: 'drawer_variance' },
    },
    checks: {
      'it names the till': "pm.expect(JSON.stringify(body.items)).to.include('Short ' + value('run'));",
    },
  },
  'notifications.unreadCount': {
    given: [
      {
        operation: 'notifications.unreadCount',
        input: { storeId: '{{storeId}}' },
        keep: { unreadBefore: 'count' },
      },
      ...missing('One'),
    ],
    input: { storeId: '{{storeId}}' },
    checks: { 'there is one more': "pm.expect(body.count).to.equal(value('unreadBefore') + 1);" },
  },
  'notifications.preferences': {
    given: [{ operation: 'notifications.setPreferences', as: 'cashierToken', input: { low_stock: false } }],
    as: 'cashierToken',
    expect: { low_stock: false },
    after: [
      {
        ...{ operation: 'notifications.setPreferences', as: 'cashierToken', input: { low_stock: true } },
        expect: { low_stock: true },
      },
      { operation: 'notifications.preferences', as: 'cashierToken', expect: { low_stock: true } },
    ],
  },
  'notifications.setPreferences': {
    input: { drawer_variance: true, low_stock: false },
    after: [
      { operation: 'notifications.setPreferences', input: { low_stock: true }, expect: { low_stock: true } },
    ],
  },
  'notifications.markRead': {
    given: [
      { operation: 'notifications.markAllRead', input: { storeId: '{{storeId}}' } },
      ...missing('Three'),
      ...missing('Four'),
      {
        operation: 'notifications.list',
        input: { storeId: '{{storeId}}', unread: true },
        keep: {
          notificationId:
            "items.find(({ documentId }) => documentId === pm.variables.get('ThreeShiftId')).id",
        },
      },
    ],
    input: { ids: ['{{notificationId}}'] },
    expect: { marked: 1 },
    after: [
      {
        ...{ operation: 'notifications.list', input: { storeId: '{{storeId}}', unread: true } },
        expect: { items: [{ kind: 'drawer_variance', documentId: '{{FourShiftId}}' }] },
      },
    ],
  },
  'notifications.markAllRead': {
    given: [
      { operation: 'notifications.markAllRead', input: { storeId: '{{storeId}}' } },
      ...missing('Five'),
      ...missing('Six'),
    ],
    input: { storeId: '{{storeId}}' },
    expect: { marked: 2 },
    after: [
      { operation: 'notifications.unreadCount', input: { storeId: '{{storeId}}' }, expect: { count: 0 } },
    ],
  },
  'events.list': {
    input: { storeId: '{{depotId}}', types: ['shift.opened'] },
    list: {
      has: {
        type: 'shift.opened',
        storeId: '{{depotId}}',
        data: { shiftId: '{{depotShiftId}}', registerId: '{{depotRegisterId}}' },
      },
    },
  },
  'auditLog.list': {
    input: { storeId: '{{depotId}}', action: 'registers.create' },
    list: {
      has: { documentId: '{{depotRegisterId}}', after: { name: 'Till {{run}}' } },
      every: { storeId: '{{depotId}}', action: 'registers.create' },
    },
  },
  'auditLog.verify': {
    given: [
      {
        operation: 'auditLog.verify',
        input: {},
        keep: { entriesBefore: 'entries', unchainedBefore: 'unchained' },
      },
      make('customerGroups.create', { name: 'Audited {{run}}' }, 'auditedId'),
    ],
    input: {},
    expect: { intact: true, firstBroken: null },
    checks: {
      'it has grown by what was done':
        "pm.expect(body.entries + body.unchained).to.be.above(value('entriesBefore') + value('unchainedBefore'));",
    },
  },
});
