import { make, recent, type Step, type Story, tell } from '../story.ts';

const password = '{{password}}';

/** A user who must choose another password at the first sign-in. */
const newcomer = (name: string): Step =>
  make('users.create', { username: `${name}-{{run}}`, name: `Given ${name} {{run}}`, password }, `${name}Id`);

/** A further session of the cashier. */
const session = (token: string): Step => ({
  operation: 'auth.login',
  as: null,
  input: { username: 'cashier-{{run}}', password: '{{password}}-own' },
  keep: { [token]: 'accessToken', [`${token}Refresh`]: 'refreshToken' },
});

const role = (name: string): Step =>
  make('roles.create', { name: `${name} {{run}}`, permissions: ['sales.read'] }, 'roleId');

const staff = (name: string, fields = {}): Step =>
  make(
    'employees.create',
    {
      name: `${name} {{run}}`,
      position: 'Assistant',
      storeIds: ['{{storeId}}'],
      hiredOn: '2026-01-01',
      ...fields,
    },
    `${name}Id`,
  );

/** An hour or so of work on a morning of January. */
const stay = (
  day: string,
  reason: string,
  employee = 'employee',
  end = `2026-01-${day}T08:00:00.000Z`,
): Step =>
  make(
    'timecards.create',
    {
      ...{ storeId: '{{storeId}}', employeeId: `{{${employee}Id}}`, reason: `${reason} {{run}}` },
      ...{ clockedInAt: `2026-01-${day}T07:00:00.000Z`, clockedOutAt: end },
    },
    'stayId',
  );

/** What a cashier may do only with a second person: the question is in the refusal. */
const question = (name: string): Step[] => [
  make(
    'sales.create',
    {
      ...{ storeId: '{{storeId}}', registerId: '{{storeRegisterId}}' },
      lines: [{ productId: '{{cakeId}}', quantity: 1 }],
      payments: [{ method: 'cash', tendered: 1_000_000 }],
    },
    `${name}SaleId`,
  ),
  {
    ...{ operation: 'sales.void', as: 'cashierToken', status: 403 },
    input: { id: `{{${name}SaleId}}`, reason: `Rung up twice ${name} {{run}}` },
    keep: { [`${name}Id`]: 'details.id' },
  },
];

/** The second person is told what it is about: a piece of cake. */
const asksForCake = (path: string) => ({
  'it tells the amount': `pm.expect(${path}.actions[0].amounts.before).to.equal(value('cakePrice'));`,
});

/** Whoever still has the password of somebody else. */
const noPassword: Story['forbidden'] = {
  name: 'before another password',
  as: 'newcomerToken',
  code: 'PASSWORD_CHANGE_REQUIRED',
};

export const people = tell({
  'auth.setup': {
    as: null,
    input: {
      ...{ setupToken: '{{setupToken}}', merchantName: 'Corner Shop {{run}}', currency: 'EUR' },
      owner: { username: 'owner-{{run}}', name: 'Olive {{run}}', password },
    },
    keep: { accessToken: 'accessToken', refreshToken: 'refreshToken', ownerId: 'user.id' },
    expect: { user: { username: 'owner-{{run}}', name: 'Olive {{run}}' } },
    refused: [{ name: 'when there is an owner', code: 'ALREADY_SET_UP' }],
  },
  'auth.register': {
    given: [
      {
        operation: 'settings.update',
        input: { version: 1, registrationEnabled: true, registrationStoreId: '{{storeId}}' },
      },
    ],
    as: null,
    input: { username: 'self-{{run}}', name: 'Self {{run}}', password },
    expect: { user: { username: 'self-{{run}}', name: 'Self {{run}}', roles: [{ storeId: '{{storeId}}' }] } },
    refused: [{ name: 'with a name that is taken', code: 'ALREADY_EXISTS' }],
  },
  'auth.login': {
    given: [newcomer('caller')],
    as: null,
    input: { username: 'caller-{{run}}', password },
    expect: { user: { username: 'caller-{{run}}', name: 'Given caller {{run}}' } },
    refused: [
      {
        name: 'with a wrong password',

        code: 'INVALID_CREDENTIALS',
        change: { password: 'wrong {{run}}' },
      },
    ],
  },
  'auth.pinLogin': {
    given: [
      {
        operation: 'auth.setPin',
        as: 'cashierToken',
        input: { password: '{{password}}-own', pin: '471199' },
      },
      make('registers.create', { storeId: '{{storeId}}', name: 'Counter {{run}}' }, 'counterId'),
      {
        operation: 'registers.pair',
        input: { id: '{{counterId}}' },
        keep: { registerToken: 'registerToken' },
      },
    ],
    as: null,
    headers: { 'Register-Token': '{{registerToken}}' },
    input: { username: 'cashier-{{run}}', pin: '471199' },
    expect: { user: { id: '{{cashierId}}', username: 'cashier-{{run}}' } },
    refused: [
      { name: 'with a wrong PIN', code: 'INVALID_CREDENTIALS', change: { pin: '000011' } },
      {
        ...{ name: 'at a register that is not paired', code: 'INVALID_REGISTER_TOKEN' },
        headers: { 'Register-Token': 'unknown' },
      },
    ],
  },
  'auth.refresh': {
    given: [session('refreshed')],
    as: null,
    input: { refreshToken: '{{refreshedRefresh}}' },
    differs: ['refreshToken'],
    expect: { user: { id: '{{cashierId}}', username: 'cashier-{{run}}' } },
    checks: {
      'it is another token': "pm.expect(body.refreshToken).not.to.equal(value('refreshedRefresh'));",
    },
    refused: [
      {
        ...{ name: 'of a token that is none', code: 'INVALID_REFRESH_TOKEN' },
        change: { refreshToken: 'unknown' },
      },
    ],
  },
  'auth.logout': {
    given: [session('leavingToken')],
    as: 'leavingToken',
    input: {},
    after: [{ operation: 'auth.me', as: 'leavingToken', status: 401, expect: { code: 'UNAUTHENTICATED' } }],
  },
  'auth.logoutEverywhere': {
    given: [
      ...[newcomer('roamer')],
      {
        ...{ operation: 'auth.login', as: null, input: { username: 'roamer-{{run}}', password } },
        keep: { roamerToken: 'accessToken' },
      },
      {
        ...{ operation: 'auth.login', as: null, input: { username: 'roamer-{{run}}', password } },
        keep: { roamerOtherToken: 'accessToken' },
      },
      {
        ...{ operation: 'auth.changePassword', as: 'roamerToken' },
        input: { currentPassword: password, newPassword: '{{password}}-own' },
      },
    ],
    as: 'roamerToken',
    input: {},
    after: [
      { operation: 'auth.me', as: 'roamerToken', status: 401 },
      { operation: 'auth.me', as: 'roamerOtherToken', status: 401 },
    ],
  },
  'auth.changePassword': {
    given: [
      newcomer('careful'),
      {
        ...{ operation: 'auth.login', as: null, input: { username: 'careful-{{run}}', password } },
        keep: { carefulToken: 'accessToken' },
      },
    ],
    as: 'carefulToken',
    input: { currentPassword: password, newPassword: 'another-{{password}}' },
    after: [
      { operation: 'auth.login', as: null, status: 401, input: { username: 'careful-{{run}}', password } },
      {
        ...{ operation: 'auth.login', as: null },
        input: { username: 'careful-{{run}}', password: 'another-{{password}}' },
        expect: { user: { username: 'careful-{{run}}', mustChangePassword: false } },
      },
    ],
  },
  'auth.setPin': {
    as: 'cashierToken',
    input: { password: '{{password}}-own', pin: '118822' },
    after: [
      {
        ...{ operation: 'auth.pinLogin', as: null, headers: { 'Register-Token': '{{registerToken}}' } },
        input: { username: 'cashier-{{run}}', pin: '118822' },
        expect: { user: { id: '{{cashierId}}', username: 'cashier-{{run}}' } },
      },
    ],
  },
  'auth.sessions.list': {
    given: [
      newcomer('visitor'),
      {
        ...{ operation: 'auth.login', as: null, headers: { 'User-Agent': 'A browser {{run}}' } },
        input: { username: 'visitor-{{run}}', password },
        keep: { visitorToken: 'accessToken' },
      },
      {
        ...{ operation: 'auth.changePassword', as: 'visitorToken' },
        input: { currentPassword: password, newPassword: '{{password}}-own' },
      },
    ],
    as: 'visitorToken',
    list: { has: { current: true, userAgent: 'A browser {{run}}' } },
  },
  'auth.sessions.revoke': {
    given: [
      session('lostToken'),
      {
        operation: 'auth.sessions.list',
        as: 'lostToken',
        keep: { lostSessionId: 'items.find(({ current }) => current).id' },
      },
    ],
    as: 'cashierToken',
    input: { id: '{{lostSessionId}}' },
    after: [{ operation: 'auth.me', as: 'lostToken', status: 401 }],
  },
  'auth.me': { expect: { id: '{{ownerId}}', username: 'owner-{{run}}', name: 'Olive {{run}}' } },

  'users.list': {
    input: { search: 'cashier-{{run}}', active: true },
    list: {
      has: { id: '{{cashierId}}', username: 'cashier-{{run}}' },
      every: { deactivatedAt: null },
    },
  },
  'users.create': {
    input: {
      ...{ username: 'clerk-{{run}}', name: 'Clara {{run}}', password },
      roles: [{ role: 'clerk', storeId: '{{storeId}}' }],
    },
    refused: [{ name: 'with a name that is taken', code: 'ALREADY_EXISTS' }],
  },
  'users.get': {
    input: { id: '{{cashierId}}' },
    expect: { id: '{{cashierId}}', username: 'cashier-{{run}}' },
  },
  'users.update': {
    given: [newcomer('renamed')],
    input: { id: '{{renamedId}}', version: 1, name: 'Renamed {{run}}' },
    expect: { version: 2, username: 'renamed-{{run}}' },
    refused: [{ name: 'of an old version', code: 'CONFLICT' }],
  },
  'users.deactivate': {
    given: [newcomer('leaver')],
    input: { id: '{{leaverId}}' },
    expect: { username: 'leaver-{{run}}' },
    checks: { 'the user is out': 'pm.expect(body.deactivatedAt).to.be.a("string");' },
  },
  'users.reactivate': {
    given: [newcomer('returner'), { operation: 'users.deactivate', input: { id: '{{returnerId}}' } }],
    input: { id: '{{returnerId}}' },
    expect: { username: 'returner-{{run}}', deactivatedAt: null },
  },
  'users.resetPassword': {
    given: [newcomer('forgetful')],
    input: { id: '{{forgetfulId}}', password: 'for-once-{{password}}' },
    after: [
      {
        ...{ operation: 'auth.login', as: null },
        input: { username: 'forgetful-{{run}}', password: 'for-once-{{password}}' },
        expect: { user: { username: 'forgetful-{{run}}', mustChangePassword: true } },
      },
    ],
  },
  'users.resetPin': {
    input: { id: '{{cashierId}}' },
    expect: { username: 'cashier-{{run}}', hasPin: false },
  },

  'roles.list': { given: [role('Listed')], list: { has: { id: '{{roleId}}', name: 'Listed {{run}}' } } },
  'roles.create': {
    input: { name: 'Window dresser {{run}}', permissions: ['products.read', 'stores.read'] },
  },
  'roles.get': { given: [role('Read')], input: { id: '{{roleId}}' }, expect: { name: 'Read {{run}}' } },
  'roles.update': {
    given: [role('Old')],
    input: { id: '{{roleId}}', version: 1, name: 'New {{run}}', permissions: ['products.read'] },
    expect: { version: 2 },
    refused: [{ name: 'of an old version', code: 'CONFLICT' }],
  },
  'roles.delete': {
    given: [role('Unwanted')],
    input: { id: '{{roleId}}' },
    after: [{ operation: 'roles.get', input: { id: '{{roleId}}' }, status: 404 }],
  },
  // The list is the same for everyone: what it says is tried.
  'permissions.list': {
    forbidden: noPassword,
    checks: {
      'they are kept for the next request':
        "pm.collectionVariables.set('permissions', JSON.stringify(body.items.map(({ name }) => name)));",
    },
    after: [
      {
        operation: 'roles.create',
        input: { name: 'All that there is {{run}}', permissions: '{{#permissions}}' },
        expect: { name: 'All that there is {{run}}' },
      },
    ],
  },

  'apiKeys.create': {
    input: {
      ...{ name: 'Till roll {{run}}', permissions: ['stores.read'], storeIds: ['{{storeId}}'] },
      expiresAt: '2099-01-01T00:00:00.000Z',
    },
    keep: { tillRollKey: 'secret' },
    after: [
      {
        operation: 'stores.get',
        as: 'tillRollKey',
        input: { id: '{{storeId}}' },
        expect: { name: 'High Street {{run}}' },
      },
    ],
  },
  'apiKeys.list': { list: { has: { id: '{{apiKeyId}}', name: 'Shop window {{run}}' } } },
  'apiKeys.get': {
    input: { id: '{{apiKeyId}}' },
    expect: { name: 'Shop window {{run}}', permissions: ['products.read'] },
  },
  'apiKeys.revoke': {
    given: [
      {
        ...{ operation: 'apiKeys.create', input: { name: 'Lost {{run}}', permissions: ['products.read'] } },
        keep: { lostKeyId: 'id', lostKey: 'secret' },
      },
    ],
    input: { id: '{{lostKeyId}}' },
    expect: { name: 'Lost {{run}}' },
    after: [{ operation: 'products.list', as: 'lostKey', status: 401 }],
  },

  'employees.list': {
    input: { storeId: '{{storeId}}', search: 'Olive {{run}}', employed: true },
    list: { has: { id: '{{employeeId}}', name: 'Olive {{run}}' }, every: { terminatedOn: null } },
  },
  'employees.create': {
    input: {
      ...{ name: 'Grace {{run}}', position: 'Assistant', storeIds: ['{{storeId}}'], hiredOn: '2026-01-01' },
      ...{ email: 'grace@example.com', hourlyRate: 1500, note: 'Keys to the back door' },
    },
  },
  'employees.get': {
    input: { id: '{{employeeId}}' },
    expect: { name: 'Olive {{run}}', userId: '{{ownerId}}' },
  },
  'employees.update': {
    given: [staff('mover')],
    input: { id: '{{moverId}}', version: 1, position: 'Lead {{run}}' },
    expect: { version: 2, name: 'mover {{run}}' },
    refused: [{ name: 'of an old version', code: 'CONFLICT' }],
  },
  'employees.terminate': {
    given: [staff('parting')],
    input: { id: '{{partingId}}', version: 1, terminatedOn: '2026-06-30' },
    expect: { name: 'parting {{run}}' },
  },
  'employees.activity': {
    given: [make('customerGroups.create', { name: 'Made by the owner {{run}}' }, 'activeGroupId')],
    input: { id: '{{employeeId}}' },
    list: {
      has: { documentId: '{{activeGroupId}}', after: { name: 'Made by the owner {{run}}' } },
      every: { actorId: '{{ownerId}}' },
    },
  },
  'employees.sales': {
    input: { id: '{{employeeId}}', businessDateFrom: '{{businessDate}}' },
    list: { has: { id: '{{saleId}}' }, every: { cashierId: '{{ownerId}}' } },
    checks: {
      'the sale comes to what was sold':
        "pm.expect(body.items.find(({ id }) => id === value('saleId')).total).to.equal(2 * value('teaPrice'));",
    },
  },

  'timecards.clockIn': {
    input: { storeId: '{{storeId}}' },
    expect: { employeeId: '{{employeeId}}', clockedOutAt: null },
    checks: { 'it is now': recent('body.clockedInAt') },
    keep: { timecardId: 'id' },
    refused: [{ name: 'when one is at work', code: 'ALREADY_CLOCKED_IN' }],
  },
  'timecards.startBreak': {
    input: {},
    expect: { id: '{{timecardId}}', employeeId: '{{employeeId}}', breaks: [{ endedAt: null }] },
    checks: { 'it begins now': recent('body.breaks[0].startedAt') },
  },
  'timecards.endBreak': {
    input: {},
    expect: { id: '{{timecardId}}', employeeId: '{{employeeId}}' },
    checks: { 'it ends now': recent('body.breaks[0].endedAt') },
  },
  'timecards.clockOut': {
    input: {},
    expect: { id: '{{timecardId}}', employeeId: '{{employeeId}}' },
    checks: { 'it is now': recent('body.clockedOutAt') },
  },
  'timecards.current': {
    given: [{ operation: 'timecards.clockIn', input: { storeId: '{{storeId}}' }, keep: { currentId: 'id' } }],
    expect: { timecard: { id: '{{currentId}}', clockedOutAt: null } },
    checks: { 'it was opened in this run': recent('body.timecard.clockedInAt') },
  },
  'timecards.get': {
    given: [stay('10', 'Read')],
    input: { id: '{{stayId}}' },
    expect: { correctionReason: 'Read {{run}}', workedSeconds: 3600 },
  },
  'timecards.update': {
    given: [stay('11', 'Wrong')],
    input: {
      id: '{{stayId}}',
      version: 1,
      clockedOutAt: '2026-01-11T09:00:00.000Z',
      reason: 'Stayed longer {{run}}',
    },
    expect: { version: 2, correctionReason: 'Stayed longer {{run}}', workedSeconds: 7200 },
  },
  'timecards.list': {
    given: [stay('12', 'Listed')],
    input: { storeId: '{{storeId}}', employeeId: '{{employeeId}}', open: false },
    list: {
      has: { id: '{{stayId}}', correctionReason: 'Listed {{run}}' },
      every: { storeId: '{{storeId}}', employeeId: '{{employeeId}}' },
    },
    checks: {
      'all of them are closed':
        'for (const each of body.items) pm.expect(each.clockedOutAt).to.be.a("string");',
    },
  },
  'timecards.create': {
    given: [staff('forgetter')],
    input: {
      ...{ storeId: '{{storeId}}', employeeId: '{{forgetterId}}', reason: 'Forgot to clock in {{run}}' },
      ...{ clockedInAt: '2026-01-13T07:00:00.000Z', clockedOutAt: '2026-01-13T15:30:00.000Z' },
    },
    expect: { correctionReason: 'Forgot to clock in {{run}}', workedSeconds: 30_600 },
  },
  'timecards.totals': {
    given: [staff('adder'), stay('14', 'First', 'adder'), stay('15', 'Second', 'adder', '{{secondStayEnd}}')],
    input: {
      storeId: '{{storeId}}',
      employeeId: '{{adderId}}',
      from: '2026-01-01',
      to: '2026-01-31',
      groupBy: 'week',
    },
    checks: {
      'it is the sum of the timecards':
        "pm.expect(body.items.reduce((sum, { workedSeconds }) => sum + workedSeconds, 0)).to.equal(3600 + 60 * Number(value('minutes')));",
    },
  },

  'approvals.create': {
    given: question('asked'),
    input: { approvalRequestId: '{{askedId}}' },
    expect: {
      operation: 'sales.void',
      requesterId: '{{cashierId}}',
      approverId: '{{ownerId}}',
      storeId: '{{storeId}}',
    },
    checks: asksForCake('body'),
  },
  'approvals.get': {
    given: [
      ...question('answered'),
      make('approvals.create', { approvalRequestId: '{{answeredId}}' }, 'approvalId'),
    ],
    input: { id: '{{approvalId}}' },
    expect: { operation: 'sales.void', requesterId: '{{cashierId}}', approverId: '{{ownerId}}' },
    checks: asksForCake('body'),
  },
  'approvals.requests.list': {
    given: question('listed'),
    list: { has: { id: '{{listedId}}' }, every: { requesterId: '{{cashierId}}' } },
    checks: asksForCake("body.items.find(({ id }) => id === value('listedId'))"),
  },
  'approvals.requests.get': {
    given: question('open'),
    as: 'cashierToken',
    input: { id: '{{openId}}' },
    expect: { operation: 'sales.void', requesterId: '{{cashierId}}', approvalId: null },
    checks: asksForCake('body'),
    forbidden: noPassword,
  },
});
