import type { BuiltInRole } from '@cashwrap/contract';
import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Answer,
  flushStatistics,
  type Json,
  ok,
  type Shop,
  startTestServer,
  type TestServer,
} from './support.ts';

let server: TestServer;
let shop: Shop;
let owner: string;
let here: string;
let there: string;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  owner = shop.owner;
  [here, there] = [shop.stores[0].id, shop.stores[1].id];
});
afterAll(() => server[Symbol.asyncDispose]());

const rows = async (sql: string, params: unknown[] = []): Promise<Json[]> =>
  (await server.database.pool.query(sql, params)).rows;
const get = (path: string, token = owner) => server.request('GET', `/v1${path}`, { token });
const post = (path: string, body: unknown = {}, token = owner) =>
  server.request('POST', `/v1${path}`, { token, body });
const correct = (id: string, body: object, token = owner) =>
  server.request('PATCH', `/v1/timecards/${id}`, { token, body: { reason: 'Forgot to clock', ...body } });
const refused = ({ status, body }: Answer, expected: readonly [number, string], path?: unknown[]) => {
  expect([status, body.code]).toEqual(expected);
  if (path) expect(body.errors.map((each: Json) => each.path)).toContainEqual(path);
};

const withoutReason = ({ correctionReason: _, ...card }: Json) => card;

interface Worker {
  readonly id: string;
  readonly token: string;
}

/** A cashier with a staff record. */
async function worker(fields: object = {}): Promise<Worker> {
  const user = await server.createUser('cashier');
  const { username, password } = user;
  const employee = ok(
    await post('/employees', {
      ...{ name: username, position: 'Cashier', userId: user.id, storeIds: [here], hiredOn: '2020-01-01' },
      ...fields,
    }),
  );
  const login = await server.request('POST', '/v1/auth/login', { body: { username, password } });
  return { id: employee.id, token: ok(login).accessToken };
}

const clockIn = ({ token }: Worker, storeId = here) => post('/timecards/clock-in', { storeId }, token);
const clock = (what: 'clock-out' | 'start-break' | 'end-break', { token }: Worker) =>
  post(`/timecards/${what}`, {}, token);

let past = Date.UTC(2026, 0, 5, 8);
/** A closed timecard of eight hours, long ago and after all others. */
async function closed(who: Worker, fields: object = {}): Promise<Json> {
  past += 86_400_000;
  const card = ok(await clockIn(who));
  ok(await clock('clock-out', who));
  const [clockedInAt, clockedOutAt] = [
    new Date(past).toISOString(),
    new Date(past + 8 * 3_600_000).toISOString(),
  ];
  return ok(await correct(card.id, { version: 2, clockedInAt, clockedOutAt, ...fields }));
}
/** So many hours after the beginning of a timecard. */
const after = (card: Json, hours: number) =>
  new Date(Date.parse(card.clockedInAt) + hours * 3_600_000).toISOString();

describe('a working day', () => {
  test('is clocked in and out with breaks, and tells what was worked', async () => {
    const who = await worker();
    const answer = await clockIn(who);
    expect(answer.status).toBe(201);
    const card = answer.body;
    expect(answer.headers.get('location')).toBe(`/v1/timecards/${card.id}`);
    expect(card).toMatchObject({
      ...{ employeeId: who.id, storeId: here, clockedOutAt: null, breaks: [], version: 1 },
      ...{ breakSeconds: 0, workedSeconds: null, correctionReason: null },
    });
    expect(ok(await get('/timecards/current', who.token))).toEqual({ timecard: card });
    server.clock.advance(100_000);
    const resting = ok(await clock('start-break', who));
    expect(resting.breaks).toEqual([{ startedAt: expect.any(String), endedAt: null }]);
    server.clock.advance(50_000);
    const back = ok(await clock('end-break', who));
    expect(back.breakSeconds).toBeGreaterThanOrEqual(50);
    expect(back).toMatchObject({ workedSeconds: null, version: 3 });
    server.clock.advance(100_000);
    const out = ok(await clock('clock-out', who));
    expect(out.breaks).toEqual(back.breaks);
    const second = (instant: string) => Math.floor(Date.parse(instant) / 1000);
    expect(out.breakSeconds + out.workedSeconds).toBe(second(out.clockedOutAt) - second(card.clockedInAt));
    expect(out.workedSeconds).toBeGreaterThanOrEqual(199);
    expect(ok(await get(`/timecards/${card.id}`))).toEqual(out);
    expect(ok(await get('/timecards/current', who.token))).toEqual({ timecard: null });
  });

  test('ends an open break with it', async () => {
    const who = await worker();
    ok(await clockIn(who));
    ok(await clock('start-break', who));
    server.clock.advance(10_000);
    const out = ok(await clock('clock-out', who));
    expect(out.breaks[0].endedAt).toBe(out.clockedOutAt);
    expect(out.breakSeconds).toBeGreaterThanOrEqual(10);
  });

  test('may be several, one after the other', async () => {
    const who = await worker();
    for (let i = 0; i < 3; i++) {
      ok(await clockIn(who));
      ok(await clock('clock-out', who));
    }
    const { items } = ok(await get(`/timecards?employeeId=${who.id}&sort=clockedInAt`));
    expect(items).toHaveLength(3);
    expect(items[0].clockedOutAt <= items[1].clockedInAt).toBe(true);
  });

  test('goes by its order only', async () => {
    const who = await worker();
    for (const step of ['clock-out', 'start-break', 'end-break'] as const) {
      refused(await clock(step, who), [409, 'NOT_CLOCKED_IN']);
    }
    ok(await clockIn(who));
    refused(await clockIn(who), [409, 'ALREADY_CLOCKED_IN']);
    refused(await clock('end-break', who), [409, 'NOT_ON_BREAK']);
    ok(await clock('start-break', who));
    refused(await clock('start-break', who), [409, 'ON_BREAK']);
    ok(await clock('end-break', who));
    refused(await clock('end-break', who), [409, 'NOT_ON_BREAK']);
    ok(await clock('clock-out', who));
    refused(await clock('clock-out', who), [409, 'NOT_CLOCKED_IN']);
  });

  test('never runs backwards, though the clock of the server does', async () => {
    const who = await worker();
    const card = ok(await clockIn(who));
    server.clock.advance(-60_000);
    try {
      const out = ok(await clock('clock-out', who));
      expect(out).toMatchObject({ clockedOutAt: card.clockedInAt, workedSeconds: 0 });
      expect(ok(await clockIn(who)).clockedInAt).toBe(out.clockedOutAt);
    } finally {
      server.clock.advance(60_000);
    }
  });

  test('has fifty breaks at the most', async () => {
    const who = await worker();
    const { id } = ok(await clockIn(who));
    const moment = { startedAt: server.clock.now().toISOString(), endedAt: server.clock.now().toISOString() };
    await rows('UPDATE timecards SET breaks = $2 WHERE id = $1', [
      id,
      JSON.stringify(Array.from({ length: 50 }, () => moment)),
    ]);
    refused(await clock('start-break', who), [409, 'INVALID_TIMECARD']);
  });

  test('takes a staff record that is of this store and has not ended', async () => {
    const stranger = { id: '', token: await server.signInAs('cashier') };
    refused(await clockIn(stranger), [409, 'NO_EMPLOYEE']);
    for (const step of ['clock-out', 'start-break', 'end-break'] as const) {
      refused(await clock(step, stranger), [409, 'NO_EMPLOYEE']);
    }
    refused(await get('/timecards/current', stranger.token), [409, 'NO_EMPLOYEE']);
    const who = await worker();
    refused(await clockIn(who, there), [409, 'NO_EMPLOYEE']);
    refused(await clockIn(who, newId()), [404, 'NOT_FOUND']);
    const leave = (version: number, terminatedOn: string) =>
      post(`/employees/${who.id}/terminate`, { version, terminatedOn });
    const day = (offset: number) =>
      new Date(server.clock.now().getTime() + offset * 86_400_000).toISOString().slice(0, 10);
    ok(await leave(1, day(-2)));
    const left = await clockIn(who);
    refused(left, [409, 'NOT_EMPLOYED']);
    expect(left.body.details).toEqual({ hiredOn: '2020-01-01', terminatedOn: day(-2) });
    refused(await clockIn(await worker({ hiredOn: day(2) })), [409, 'NOT_EMPLOYED']);
    expect((await clockIn(await worker({ hiredOn: day(0) }))).status).toBe(201);
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Berlin' }).format(server.clock.now());
    ok(await leave(2, today));
    expect((await clockIn(who)).status).toBe(201);
    // Who was sent away while at work can still go home.
    ok(await leave(3, day(-2)));
    ok(await clock('clock-out', who));
  });

  test('takes the permission in the store', async () => {
    expect((await post('/timecards/clock-in', { storeId: here }, await server.signInAs(null))).status).toBe(
      403,
    );
    const elsewhere = await server.signInAs('cashier', { storeId: there });
    refused(await post('/timecards/clock-in', { storeId: here }, elsewhere), [404, 'NOT_FOUND']);
  });
});

describe('twenty at once', () => {
  test('clock in once', async () => {
    const who = await worker({ storeIds: [here, there] });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => clockIn(who, i % 2 === 0 ? here : there)),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      refused(answer, [409, 'ALREADY_CLOCKED_IN']);
    }
    expect(await rows('SELECT FROM timecards WHERE employee_id = $1', [who.id])).toHaveLength(1);
  });

  test('clock out once, and start and end a break once', async () => {
    const who = await worker();
    ok(await clockIn(who));
    for (const [step, code] of [
      ['start-break', 'ON_BREAK'],
      ['end-break', 'NOT_ON_BREAK'],
      ['clock-out', 'NOT_CLOCKED_IN'],
    ] as const) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => clock(step, who)));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      for (const answer of answers.filter(({ status }) => status !== 200)) refused(answer, [409, code]);
    }
    const [card] = ok(await get(`/timecards?employeeId=${who.id}`)).items;
    expect(card).toMatchObject({ version: 4, breaks: [{ endedAt: expect.any(String) }] });
  });

  test('in and out in any order never share time, nor run backwards', async () => {
    const who = await worker();
    await Promise.all(
      Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? clockIn(who) : clock('clock-out', who))),
    );
    const cards = await rows(
      'SELECT clocked_in_at AS "from", clocked_out_at AS "to" FROM timecards WHERE employee_id = $1 ORDER BY 1, 2',
      [who.id],
    );
    expect(cards.length).toBeGreaterThan(0);
    for (const [i, card] of cards.entries()) {
      if (card.to) expect(card.from <= card.to).toBe(true);
      if (i > 0) expect(cards[i - 1].to <= card.from).toBe(true);
    }
  });
});

describe('a correction', () => {
  test('replaces what is given, says why, and leaves both in the audit log', async () => {
    const who = await worker();
    const card = await closed(who);
    expect(card).toMatchObject({
      ...{ workedSeconds: 8 * 3600, breakSeconds: 0, version: 3, correctionReason: 'Forgot to clock' },
    });
    const breaks = [{ startedAt: after(card, 3), endedAt: after(card, 4) }];
    const corrected = ok(await correct(card.id, { version: 3, breaks, reason: 'Lunch' }));
    expect(corrected).toMatchObject({
      ...{ breaks, workedSeconds: 7 * 3600, breakSeconds: 3600, version: 4, correctionReason: 'Lunch' },
      ...{ clockedInAt: card.clockedInAt, clockedOutAt: card.clockedOutAt },
    });
    expect(ok(await get(`/timecards/${card.id}`))).toEqual(corrected);
    const entries = await rows(
      `SELECT * FROM audit_log WHERE document_id = $1 AND action = 'timecards.update' ORDER BY id`,
      [card.id],
    );
    expect(entries).toHaveLength(2);
    // The reason is free text about a person: the log has the name of the field alone.
    expect(entries[1]).toMatchObject({
      store_id: here,
      before: withoutReason(card),
      after: { ...withoutReason(corrected), changedFields: ['correctionReason'] },
    });
    expect(JSON.stringify(entries)).not.toMatch(/Forgot to clock|Lunch/);
  });

  test('takes instants with any offset, and breaks that touch', async () => {
    const card = await closed(await worker());
    const at = (hours: number) => after(card, hours).replace('Z', '+00:00');
    const offset = (instant: string) => new Date(instant).toISOString();
    const breaks = [
      { startedAt: at(0), endedAt: at(1) },
      { startedAt: at(1), endedAt: '2026-01-01T00:00:00+02:00' },
    ];
    (breaks[1] as Json).endedAt = `${after(card, 4).slice(0, 19)}+02:00`;
    const corrected = ok(await correct(card.id, { version: 3, breaks }));
    expect(corrected.breaks[1]).toEqual({ startedAt: offset(at(1)), endedAt: after(card, 2) });
    expect(corrected.breakSeconds).toBe(2 * 3600);
  });

  test('takes the version that was read, a reason, and known fields', async () => {
    const card = await closed(await worker());
    const stale = await correct(card.id, { version: 2 });
    refused(stale, [409, 'CONFLICT']);
    expect(stale.body.details).toEqual({ currentVersion: 3 });
    refused(await correct(card.id, { version: 3, reason: undefined }), [400, 'INVALID_INPUT'], ['reason']);
    refused(await correct(card.id, { version: 3, reason: ' ' }), [400, 'INVALID_INPUT'], ['reason']);
    refused(await correct(card.id, { version: 3, storeId: there }), [400, 'INVALID_INPUT'], ['storeId']);
    refused(
      await correct(card.id, { version: 3, clockedInAt: '2026-01-01' }),
      [400, 'INVALID_INPUT'],
      ['clockedInAt'],
    );
    const many = Array.from({ length: 51 }, () => ({ startedAt: after(card, 1), endedAt: after(card, 1) }));
    refused(await correct(card.id, { version: 3, breaks: many }), [400, 'INVALID_INPUT'], ['breaks']);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => correct(card.id, { version: 3, reason: `Reason ${i}` })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('with times out of order or in the future is refused, naming the fields', async () => {
    const card = await closed(await worker());
    const future = new Date(server.clock.now().getTime() + 60_000).toISOString();
    const wrong: readonly (readonly [object, unknown[]])[] = [
      [{ clockedInAt: after(card, 9), clockedOutAt: after(card, 8) }, ['clockedOutAt']],
      [{ clockedOutAt: after(card, -1) }, ['clockedOutAt']],
      [{ clockedOutAt: future }, ['clockedOutAt']],
      [{ clockedInAt: '0001-01-01T00:00:00Z' }, ['clockedInAt']],
      [{ clockedInAt: '0000-01-01T00:00:00Z' }, ['clockedInAt']],
      [{ breaks: [{ startedAt: after(card, -1), endedAt: after(card, 1) }] }, ['breaks', 0, 'startedAt']],
      [{ breaks: [{ startedAt: after(card, 7), endedAt: after(card, 9) }] }, ['breaks', 0, 'endedAt']],
      [{ breaks: [{ startedAt: after(card, 2), endedAt: after(card, 1) }] }, ['breaks', 0, 'endedAt']],
      [{ breaks: [{ startedAt: after(card, 2), endedAt: null }] }, ['breaks', 0, 'endedAt']],
      [
        {
          breaks: [
            { startedAt: after(card, 1), endedAt: after(card, 3) },
            { startedAt: after(card, 2), endedAt: after(card, 4) },
          ],
        },
        ['breaks', 1, 'startedAt'],
      ],
    ];
    for (const [fields, path] of wrong) {
      refused(await correct(card.id, { version: 3, ...fields }), [400, 'INVALID_INPUT'], path);
    }
    expect(ok(await get(`/timecards/${card.id}`))).toEqual(card);
  });

  test('that does not fit what it leaves out is refused as such', async () => {
    const who = await worker();
    const card = await closed(who);
    const breaks = [{ startedAt: after(card, 3), endedAt: after(card, 4) }];
    ok(await correct(card.id, { version: 3, breaks }));
    const answer = await correct(card.id, { version: 4, clockedOutAt: after(card, 3.5) });
    refused(answer, [409, 'INVALID_TIMECARD'], ['breaks', 0, 'endedAt']);
    expect(
      ok(await correct(card.id, { version: 4, clockedOutAt: after(card, 3.5), breaks: [] })).version,
    ).toBe(5);
  });

  test('that shares time with another timecard of the person is refused', async () => {
    const who = await worker({ storeIds: [here, there] });
    const [first, second] = [await closed(who), await closed(who)];
    const into = { version: 3, clockedOutAt: after(second, 1) };
    refused(await correct(first.id, into), [409, 'INVALID_TIMECARD']);
    refused(await correct(second.id, { version: 3, clockedInAt: after(first, 7) }), [
      409,
      'INVALID_TIMECARD',
    ]);
    const around = { version: 3, clockedInAt: after(first, -1) };
    refused(await correct(second.id, around), [409, 'INVALID_TIMECARD']);
    const open = ok(await clockIn(who));
    server.clock.advance(10_000);
    const untilNow = { version: 3, clockedOutAt: server.clock.now().toISOString() };
    refused(await correct(second.id, untilNow), [409, 'INVALID_TIMECARD']);
    refused(await correct(second.id, { ...untilNow, clockedInAt: open.clockedInAt }), [
      409,
      'INVALID_TIMECARD',
    ]);
    ok(await clock('clock-out', who));
    // One ends where the other begins.
    expect(ok(await correct(first.id, { version: 3, clockedOutAt: second.clockedInAt })).version).toBe(4);
    // Another person's time is their own.
    const other = await closed(await worker());
    const same = { version: 3, clockedInAt: first.clockedInAt, clockedOutAt: after(first, 2) };
    expect(ok(await correct(other.id, same)).version).toBe(4);
  });

  test('opens a timecard again where no other is open, and none came after it', async () => {
    const who = await worker();
    const [first, second] = [await closed(who), await closed(who)];
    refused(await correct(first.id, { version: 3, clockedOutAt: null }), [409, 'INVALID_TIMECARD']);
    const open = ok(await correct(second.id, { version: 3, clockedOutAt: null }));
    expect(open).toMatchObject({ clockedOutAt: null, workedSeconds: null });
    refused(await clockIn(who), [409, 'ALREADY_CLOCKED_IN']);
    refused(await correct(first.id, { version: 3, clockedOutAt: null }), [409, 'ALREADY_CLOCKED_IN']);
    const breaks = [{ startedAt: after(second, 1), endedAt: null }];
    ok(await correct(second.id, { version: 4, breaks }));
    refused(await clock('start-break', who), [409, 'ON_BREAK']);
    const ended = ok(await correct(second.id, { version: 5, clockedOutAt: after(second, 2) }));
    expect(ended).toMatchObject({ workedSeconds: 3600, breakSeconds: 3600 });
  });

  test('races with a clock-in: the person is never at work twice', async () => {
    const who = await worker();
    for (let i = 0; i < 5; i++) {
      const card = ok(await clockIn(who));
      ok(await clock('clock-out', who));
      await Promise.all([clockIn(who), correct(card.id, { version: 2, clockedOutAt: null })]);
      const open = await rows(
        'SELECT id, version FROM timecards WHERE employee_id = $1 AND clocked_out_at IS NULL',
        [who.id],
      );
      expect(open).toHaveLength(1);
      ok(await clock('clock-out', who));
    }
  });

  test('takes the permission in the store of the timecard', async () => {
    const card = await closed(await worker());
    const elsewhere = await server.signInAs('manager', { storeId: there });
    const problem = async (answer: Promise<Answer>) => {
      const { requestId: _, ...body } = (await answer).body;
      return body;
    };
    const hidden = await problem(correct(card.id, { version: 3 }, elsewhere));
    expect(hidden.code).toBe('NOT_FOUND');
    expect(hidden).toEqual(await problem(correct(newId(), { version: 3 }, elsewhere)));
    expect(await problem(get(`/timecards/${card.id}`, elsewhere))).toEqual(hidden);
    const cashier = await server.signInAs('cashier', { storeId: here });
    refused(await correct(card.id, { version: 3 }, cashier), [403, 'FORBIDDEN']);
    const manager = await server.signInAs('manager', { storeId: here });
    expect(ok(await correct(card.id, { version: 3 }, manager)).version).toBe(4);
  });
});

describe('a forgotten timecard', () => {
  const stay = (hours: number, lasting = 1) => ({
    clockedInAt: new Date(Date.UTC(2025, 5, 2, hours)).toISOString(),
    clockedOutAt: new Date(Date.UTC(2025, 5, 2, hours + lasting)).toISOString(),
  });
  const add = (who: { id: string }, fields: object = {}, token = owner) =>
    post('/timecards', { storeId: here, employeeId: who.id, reason: 'Forgot', ...stay(8), ...fields }, token);

  test('is added by a manager with its breaks and a reason, and is in the audit log', async () => {
    const who = await worker();
    const manager = await server.signInAs('manager', { storeId: here });
    const breaks = [{ startedAt: '2025-06-02T12:00:00+02:00', endedAt: '2025-06-02T12:30:00+02:00' }];
    const answer = await add(who, { ...stay(8, 8), breaks }, manager);
    const card = ok(answer);
    expect([answer.status, answer.headers.get('location')]).toEqual([201, `/v1/timecards/${card.id}`]);
    expect(card).toMatchObject({
      ...{ ...stay(8, 8), employeeId: who.id, storeId: here, correctionReason: 'Forgot', version: 1 },
      ...{ breakSeconds: 1800, workedSeconds: 7.5 * 3600 },
      breaks: [{ startedAt: '2025-06-02T10:00:00.000Z', endedAt: '2025-06-02T10:30:00.000Z' }],
    });
    expect(ok(await get(`/timecards/${card.id}`))).toEqual(card);
    const entries = await rows('SELECT action, before, after FROM audit_log WHERE document_id = $1', [
      card.id,
    ]);
    const after = { ...withoutReason(card), changedFields: ['correctionReason'] };
    expect(entries).toEqual([{ action: 'timecards.create', before: null, after }]);
  });

  test('may be open still; then the person clocks out', async () => {
    const who = await worker();
    const clockedInAt = new Date(server.clock.now().getTime() - 3_600_000).toISOString();
    ok(await add(who, { clockedInAt, clockedOutAt: null }));
    refused(await clockIn(who), [409, 'ALREADY_CLOCKED_IN']);
    refused(await add(who, { clockedOutAt: null }), [409, 'ALREADY_CLOCKED_IN']);
    expect(ok(await clock('clock-out', who)).workedSeconds).toBeGreaterThanOrEqual(3600);
  });

  test('is refused with times that contradict each other, and without what it takes', async () => {
    const who = await worker();
    const future = new Date(server.clock.now().getTime() + 60_000).toISOString();
    const wrong: readonly (readonly [object, unknown[]])[] = [
      [{ clockedOutAt: stay(7).clockedInAt }, ['clockedOutAt']],
      [{ clockedInAt: future, clockedOutAt: null }, ['clockedInAt']],
      [{ clockedOutAt: undefined }, ['clockedOutAt']],
      [{ reason: ' ' }, ['reason']],
      [{ breaks: [{ startedAt: stay(7).clockedInAt, endedAt: null }] }, ['breaks', 0, 'startedAt']],
      [{ workedSeconds: 1 }, ['workedSeconds']],
    ];
    for (const [fields, path] of wrong) refused(await add(who, fields), [400, 'INVALID_INPUT'], path);
    expect(await rows('SELECT FROM timecards WHERE employee_id = $1', [who.id])).toEqual([]);
  });

  test('is of somebody who works in the store, on a day of their employment by its clock', async () => {
    const elsewhere = await worker({ storeIds: [there] });
    for (const who of [elsewhere, { id: newId() }]) {
      refused(await add(who), [400, 'INVALID_REFERENCE'], ['employeeId']);
    }
    const who = await worker({ hiredOn: '2025-06-03' });
    refused(await add(who, stay(8)), [409, 'NOT_EMPLOYED']);
    // Half past midnight in Berlin.
    const card = ok(await add(who, { ...stay(23), clockedInAt: '2025-06-02T22:30:00Z' }));
    ok(await post(`/employees/${who.id}/terminate`, { version: 1, terminatedOn: '2025-06-03' }));
    refused(await add(who, stay(8 + 48)), [409, 'NOT_EMPLOYED']);
    const before = { version: 1, clockedInAt: '2025-06-02T21:00:00Z' };
    refused(await correct(card.id, before), [409, 'NOT_EMPLOYED']);
    ok(await add(who, stay(8 + 24)));
  });

  test('takes the permission in the store', async () => {
    const who = await worker();
    refused(await add(who, {}, await server.signInAs('cashier')), [403, 'FORBIDDEN']);
    const elsewhere = await server.signInAs('manager', { storeId: there });
    refused(await add(who, {}, elsewhere), [404, 'NOT_FOUND']);
  });

  test('shares no time with another, though twenty come at once with clock-ins and corrections', async () => {
    const who = await worker();
    const first = ok(await add(who, stay(1)));
    // Each shares time with its neighbours.
    const answers = await Promise.all([
      ...Array.from({ length: 20 }, (_, i) => add(who, { ...stay(4 + i, 3) })),
      ...Array.from({ length: 10 }, (_, i) => correct(first.id, { version: 1, ...stay(4 + 2 * i, 2) })),
      clockIn(who),
    ]);
    for (const answer of answers.filter(({ status }) => status >= 300)) {
      expect(['INVALID_TIMECARD', 'CONFLICT']).toContain(answer.body.code);
    }
    const same = await Promise.all(Array.from({ length: 20 }, () => add(who, stay(40))));
    expect(same.filter(({ status }) => status === 201)).toHaveLength(1);
    const overlaps = await rows(
      `SELECT a.id FROM timecards a JOIN timecards b ON a.employee_id = b.employee_id AND a.id < b.id
       AND tstzrange(a.clocked_in_at, a.clocked_out_at) && tstzrange(b.clocked_in_at, b.clocked_out_at)
       WHERE a.employee_id = $1`,
      [who.id],
    );
    expect(overlaps).toEqual([]);
    const cards = await rows('SELECT FROM timecards WHERE employee_id = $1', [who.id]);
    expect(cards.length).toBeGreaterThan(3);
  });
});

describe('nobody writes down their own time', () => {
  /** A manager, or an owner, with a staff record. */
  async function managing(role: BuiltInRole, options: { storeId?: string } = {}): Promise<Worker> {
    const { id: userId, username, password } = await server.createUser(role, options);
    const staff = { name: username, position: role, userId, storeIds: [here], hiredOn: '2020-01-01' };
    const { id } = ok(await post('/employees', staff));
    const login = await server.request('POST', '/v1/auth/login', { body: { username, password } });
    return { id, token: ok(login).accessToken };
  }
  const forgotten = (who: Worker, token: string) =>
    post(
      '/timecards',
      {
        ...{ storeId: here, employeeId: who.id, reason: 'Forgot' },
        ...{ clockedInAt: '2025-06-02T08:00:00Z', clockedOutAt: '2025-06-02T16:00:00Z' },
      },
      token,
    );

  test.each(['manager', 'owner'] as const)('the %s of a store has another holder do it', async (role) => {
    const who = await managing(role, { storeId: here });
    const colleague = await managing('manager', { storeId: here });
    const card = await closed(who);
    refused(await correct(card.id, { version: 3 }, who.token), [403, 'FORBIDDEN']);
    refused(await forgotten(who, who.token), [403, 'FORBIDDEN']);
    // Nor by making the staff record nobody's first.
    const unlink = { token: who.token, body: { version: 1, userId: null } };
    refused(await server.request('PATCH', `/v1/employees/${who.id}`, unlink), [403, 'FORBIDDEN']);
    expect(ok(await get(`/timecards/${card.id}`))).toEqual(card);
    expect(ok(await correct(card.id, { version: 3 }, colleague.token)).version).toBe(4);
    ok(await forgotten(who, colleague.token));
  });

  test('nor through an API key of their making', async () => {
    const who = await managing('owner');
    const permissions = [
      'stores.read',
      'timecards.read',
      'timecards.manage',
      'employees.read',
      'employees.manage',
    ];
    const { secret } = ok(await post('/api-keys', { name: 'Rota', permissions }, who.token));
    refused(await forgotten(who, secret), [403, 'FORBIDDEN']);
    const unlink = { token: secret, body: { version: 1, userId: null } };
    refused(await server.request('PATCH', `/v1/employees/${who.id}`, unlink), [403, 'FORBIDDEN']);
    ok(await forgotten(await worker(), secret));
  });

  test('but an owner of the whole business, beside whom there need not be anybody', async () => {
    const who = await managing('owner');
    const card = await closed(who);
    expect(ok(await correct(card.id, { version: 3 }, who.token)).version).toBe(4);
    ok(await forgotten(who, who.token));
  });
});

describe('the list of timecards', () => {
  test('is filtered by person, store and whether they are open', async () => {
    const who = await worker({ storeIds: [here, there] });
    const first = ok(await clockIn(who));
    ok(await clock('clock-out', who));
    const second = ok(await clockIn(who, there));
    const ids = async (query: string, token = owner): Promise<string[]> =>
      ok(await get(`/timecards?employeeId=${who.id}&${query}`, token)).items.map((item: Json) => item.id);
    expect(await ids('')).toEqual([second.id, first.id]);
    expect(await ids('sort=clockedInAt')).toEqual([first.id, second.id]);
    expect(await ids('open=true')).toEqual([second.id]);
    expect(await ids('open=false')).toEqual([first.id]);
    expect(await ids(`storeId=${here}`)).toEqual([first.id]);
    const manager = await server.signInAs('manager', { storeId: here });
    expect(await ids('', manager)).toEqual([first.id]);
    refused(await get(`/timecards?storeId=${there}`, manager), [404, 'NOT_FOUND']);
  });
});

describe('totals', () => {
  const totals = async (query: Record<string, string>, token = owner): Promise<Json[]> =>
    ok(await get(`/timecards/totals?${new URLSearchParams({ storeId: here, ...query })}`, token)).items;

  test('split a night at the midnight of the store, and know days of 23 and 25 hours', async () => {
    const who = await worker();
    // Berlin, 22:00 to 06:00, with an hour of break from half past eleven, in three nights.
    const nights = [
      ['2026-03-28T21:00:00Z', '2026-03-29T04:00:00Z', '2026-03-28T22:30:00Z', '2026-03-28T23:30:00Z'],
      ['2025-10-25T20:00:00Z', '2025-10-26T05:00:00Z', '2025-10-25T21:30:00Z', '2025-10-25T22:30:00Z'],
      ['2026-06-01T20:00:00Z', '2026-06-02T04:00:00Z', '2026-06-01T21:30:00Z', '2026-06-01T22:30:00Z'],
    ] as const;
    for (const [clockedInAt, clockedOutAt, startedAt, endedAt] of nights) {
      await closed(who, { clockedInAt, clockedOutAt, breaks: [{ startedAt, endedAt }] });
    }
    const employeeId = who.id;
    const part = (period: string, hours: number) => ({
      ...{ employeeId, period, workedSeconds: hours * 3600, breakSeconds: 1800 },
    });
    const range = { employeeId, from: '2025-10-01', to: '2026-06-30' };
    expect(await totals(range)).toEqual([
      part('2025-10-25', 1.5),
      part('2025-10-26', 6.5),
      part('2026-03-28', 1.5),
      part('2026-03-29', 4.5),
      part('2026-06-01', 1.5),
      part('2026-06-02', 5.5),
    ]);
    expect(await totals({ ...range, groupBy: 'week' })).toEqual([
      { employeeId, period: '2025-10-20', workedSeconds: 8 * 3600, breakSeconds: 3600 },
      { employeeId, period: '2026-03-23', workedSeconds: 6 * 3600, breakSeconds: 3600 },
      { employeeId, period: '2026-06-01', workedSeconds: 7 * 3600, breakSeconds: 3600 },
    ]);
    // A week that is asked for in part.
    const sunday = { employeeId, from: '2026-03-29', to: '2026-03-29', groupBy: 'week' };
    expect(await totals(sunday)).toEqual([part('2026-03-23', 4.5)]);
  });

  test('leave out open timecards, other stores and, where asked, other people', async () => {
    const [one, two] = [await worker({ storeIds: [here, there] }), await worker()];
    const at = (hour: number) => `2024-05-06T${String(hour).padStart(2, '0')}:00:00Z`;
    await closed(one, { clockedInAt: at(8), clockedOutAt: at(10) });
    await closed(two, { clockedInAt: at(8), clockedOutAt: at(11) });
    const card = ok(await clockIn(one, there));
    ok(await clock('clock-out', one));
    ok(await correct(card.id, { version: 2, clockedInAt: at(12), clockedOutAt: at(16) }));
    ok(await clockIn(two));
    const day = { from: '2024-05-06', to: '2024-05-06' };
    const hours = (items: Json[]) => items.map((item) => [item.employeeId, item.workedSeconds / 3600]);
    expect(hours(await totals(day)).sort()).toEqual(
      [
        [one.id, 2],
        [two.id, 3],
      ].sort(),
    );
    expect(hours(await totals({ ...day, employeeId: two.id }))).toEqual([[two.id, 3]]);
    expect(hours(await totals({ ...day, storeId: there }))).toEqual([[one.id, 4]]);
    const now = server.clock.now().toISOString().slice(0, 10);
    expect(await totals({ from: now, to: now, employeeId: two.id })).toEqual([]);
  });

  test('count what began before the days, of whoever works elsewhere since, and stays of no length beside', async () => {
    const who = await worker({ storeIds: [here, there] });
    const at = (time: string) => `2023-03-${time}:00.000Z`;
    const add = async (from: string, to: string, storeId = here) =>
      ok(
        await post('/timecards', {
          ...{ storeId, employeeId: who.id, reason: 'Forgot' },
          ...{ clockedInAt: at(from), clockedOutAt: at(to) },
        }),
      );
    await add('01T08:00', '01T16:00');
    // Three days on end, and somebody clocked in twice by mistake.
    await add('06T12:00', '09T12:00');
    await add('06T12:00', '06T12:00');
    await add('09T12:00', '09T13:00', there);
    await add('09T14:00', '09T15:00');
    const { version } = ok(await get(`/employees/${who.id}`));
    const moved = { token: owner, body: { version, storeIds: [there] } };
    ok(await server.request('PATCH', `/v1/employees/${who.id}`, moved));
    const hours = async (from: string, to: string, query: Record<string, string> = {}) =>
      (await totals({ from: `2023-03-${from}`, to: `2023-03-${to}`, ...query })).map((item) => [
        item.period.slice(8),
        item.workedSeconds / 3600,
      ]);
    expect(await hours('08', '10')).toEqual([
      ['08', 24],
      ['09', 14],
    ]);
    expect(await hours('07', '07', { employeeId: who.id })).toEqual([['07', 24]]);
    expect(await hours('08', '10', { storeId: there })).toEqual([['09', 1]]);
    expect(await hours('02', '05')).toEqual([]);
    expect(await hours('10', '31')).toEqual([]);
  });

  test('read the timecards of the days, not the years before them', async () => {
    const who = await worker();
    await rows(
      `INSERT INTO timecards (id, employee_id, store_id, clocked_in_at, clocked_out_at, breaks, created_at, updated_at)
       SELECT gen_random_uuid(), $1, $2, at, at + interval '1 hour', '[]', at, at FROM generate_series(
         '1990-01-01'::timestamptz, '2000-01-01', interval '4 hours') at`,
      [who.id, here],
    );
    await rows('ANALYZE timecards');
    const read = async (): Promise<number> => {
      await flushStatistics(server.database);
      const [table] = await rows(
        `SELECT (seq_tup_read + idx_tup_fetch)::int AS read FROM pg_stat_user_tables WHERE relname = 'timecards'`,
      );
      return table?.read;
    };
    const before = await read();
    const [day] = await totals({ from: '1999-12-01', to: '1999-12-01' });
    expect(day).toMatchObject({ employeeId: who.id, workedSeconds: 6 * 3600 });
    expect((await read()) - before).toBeLessThan(100);
  });

  test('follow the store: the same hour is another day elsewhere', async () => {
    const tokyo = ok(
      await post('/stores', { name: 'Shibuya', timeZone: 'Asia/Tokyo', pricesIncludeTax: true }),
    );
    const who = await worker({ storeIds: [tokyo.id] });
    const card = ok(await clockIn(who, tokyo.id));
    ok(await clock('clock-out', who));
    const times = { clockedInAt: '2026-02-01T13:00:00Z', clockedOutAt: '2026-02-01T17:00:00Z' };
    ok(await correct(card.id, { version: 2, ...times }));
    const items = await totals({ storeId: tokyo.id, from: '2026-01-31', to: '2026-02-28' });
    expect(items.map(({ period, workedSeconds }) => [period, workedSeconds / 3600])).toEqual([
      ['2026-02-01', 2],
      ['2026-02-02', 2],
    ]);
  });

  test('of the last day that can be asked for are none', async () => {
    expect(await totals({ from: '9998-12-31', to: '9998-12-31', groupBy: 'week' })).toEqual([]);
  });

  test.each([
    [{ from: '2026-02-02', to: '2026-02-01' }, 'to'],
    [{ from: '2024-01-01', to: '2026-01-01' }, 'to'],
    [{ from: '2026-02-30', to: '2026-03-01' }, 'from'],
    [{ from: '2026-02-01', to: '2026-03-01', groupBy: 'month' }, 'groupBy'],
    [{ from: '2026-02-01' }, 'to'],
    [{ from: '9999-12-31', to: '9999-12-31' }, 'to'],
  ])('of %j are refused, naming %s', async (query, field) => {
    const answer = await get(
      `/timecards/totals?${new URLSearchParams({ storeId: here, ...query } as Record<string, string>)}`,
    );
    refused(answer, [400, 'INVALID_INPUT'], [field]);
  });

  test('of a store that the caller cannot see are not found', async () => {
    const manager = await server.signInAs('manager', { storeId: there });
    const query = `storeId=${here}&from=2026-01-01&to=2026-01-31`;
    refused(await get(`/timecards/totals?${query}`, manager), [404, 'NOT_FOUND']);
    refused(await get(`/timecards/totals?${query}`, await server.signInAs('cashier')), [403, 'FORBIDDEN']);
  });
});
