import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { atOnce, callAs, codeOf, rowsOf } from './people.ts';
import { type Json, ok, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let owner: ReturnType<typeof callAs>;
let n = 0;
let name: string;
beforeAll(async () => {
  server = await startTestServer();
  owner = callAs(server, await server.setUpOwner());
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(() => {
  n += 1;
  name = `Name ${n}`;
});

const rows = (sql: string, params: unknown[] = []) => rowsOf(server, sql, params);
const newGroup = async (its = `Group ${newId()}`): Promise<Json> =>
  ok(await owner.post('/customer-groups', { name: its }));
const create = (fields: object = {}) => owner.post('/customers', { name, ...fields });
const update = (id: string, fields: object) => owner.patch(`/customers/${id}`, { version: 1, ...fields });
const read = async (id: string): Promise<Json> => ok(await owner.get(`/customers/${id}`));
const auditOf = (id: string) =>
  rows('SELECT action, before, after FROM audit_log WHERE document_id = $1 ORDER BY id', [id]);

describe('a customer group', () => {
  test('is added, read, listed and renamed', async () => {
    const answer = await owner.post('/customer-groups', { name });
    expect(answer.status).toBe(201);
    const { body: group } = answer;
    expect(answer.headers.get('location')).toBe(`/v1/customer-groups/${group.id}`);
    expect(group).toMatchObject({ name, version: 1 });
    expect(ok(await owner.get(`/customer-groups/${group.id}`))).toEqual(group);
    expect(ok(await owner.get('/customer-groups?limit=200')).items).toContainEqual(group);

    const renamed = ok(await owner.patch(`/customer-groups/${group.id}`, { version: 1, name: `${name} b` }));
    expect(renamed).toEqual({ ...group, name: `${name} b`, version: 2, updatedAt: renamed.updatedAt });
    expect(ok(await owner.get(`/customer-groups/${group.id}`))).toEqual(renamed);
    expect((await auditOf(group.id))[1]).toMatchObject({ before: group, after: renamed });
  });

  test('renamed to what it is called changes nothing', async () => {
    const group = await newGroup(name);
    expect(ok(await owner.patch(`/customer-groups/${group.id}`, { version: 1, name }))).toEqual(group);
    expect(await auditOf(group.id)).toHaveLength(1);
  });

  test('whose name is taken is refused, naming the holder, also of 10 at once, new or renamed', async () => {
    const answers = await atOnce(10, () => owner.post('/customer-groups', { name }));
    const [made, ...more] = answers.filter(({ status }) => status === 201).map(({ body }) => body);
    expect(more).toEqual([]);
    const groups = await atOnce(5, () => newGroup());
    const renames = await atOnce(5, (i) =>
      owner.patch(`/customer-groups/${groups[i]?.id}`, { version: 1, name }),
    );
    for (const answer of [...answers.filter(({ status }) => status !== 201), ...renames]) {
      expect(codeOf(answer)).toEqual([409, 'ALREADY_EXISTS']);
      expect(answer.body.details).toEqual({ field: 'name', value: name, holderId: made.id });
    }
    const raced = await atOnce(5, (i) =>
      owner.patch(`/customer-groups/${groups[i]?.id}`, { version: 1, name: `${name} raced` }),
    );
    const winner = raced.find(({ status }) => status === 200)?.body;
    for (const { status, body } of raced.filter((answer) => answer.status !== 200)) {
      expect([status, body.code, body.details.holderId]).toEqual([409, 'ALREADY_EXISTS', winner.id]);
    }
    expect(await rows('SELECT id FROM customer_groups WHERE name = $1', [`${name} raced`])).toEqual([
      { id: winner.id },
    ]);
  });

  test('of a stale version, or that is not there, is refused', async () => {
    const { id } = await newGroup();
    const stale = await owner.patch(`/customer-groups/${id}`, { version: 2, name });
    expect([codeOf(stale), stale.body.details]).toEqual([[409, 'CONFLICT'], { currentVersion: 1 }]);
    for (const answer of [
      await owner.get(`/customer-groups/${newId()}`),
      await owner.patch(`/customer-groups/${newId()}`, { version: 1, name }),
    ]) {
      expect(codeOf(answer)).toEqual([404, 'NOT_FOUND']);
    }
  });
});

describe('a customer', () => {
  test('is added, read and listed with everything that was given', async () => {
    const groups = [await newGroup(), await newGroup()];
    const given = {
      ...{ name: `J\u00fcrgen \ud83e\udd20 ${n}`, email: 'j@example.com', phone: '+49 (30) 12-34' },
      groupIds: groups.map(({ id }) => id).sort(),
      ...{ taxExempt: true, taxExemptReason: 'EX-4711', reference: `K-${n}`, company: 'Wide & Sons' },
      ...{ taxId: 'DE123456789', birthday: '1985-12-10', note: 'Likes tea\nand cake', tags: ['z', 'a'] },
      address: { line1: 'Hauptstr. 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
      consents: [{ channel: 'email', granted: false, source: 'paper' }],
    };
    const answer = await create(given);
    expect(answer.status).toBe(201);
    const { body: customer } = answer;
    expect(answer.headers.get('location')).toBe(`/v1/customers/${customer.id}`);
    expect(customer).toEqual({
      ...{ id: customer.id, ...given, consents: [{ ...given.consents[0], recordedAt: customer.createdAt }] },
      ...{ status: 'active', version: 1, lifetime: [], mergedIds: [] },
      ...{ createdAt: customer.createdAt, updatedAt: customer.createdAt },
    });
    expect(await read(customer.id)).toEqual(customer);
    for (const group of groups) {
      expect(ok(await owner.get(`/customers?groupId=${group.id}`)).items).toEqual([customer]);
      expect(ok(await owner.get(`/customers?groupId=${group.id}&status=archived`)).items).toEqual([]);
    }
  });

  test('with a name alone has nothing else', async () => {
    const customer = ok(await create());
    expect(await read(customer.id)).toMatchObject({
      ...{ name, email: null, phone: null, groupIds: [], taxExempt: false, taxExemptReason: null },
      ...{ reference: null, company: null, taxId: null, address: {}, birthday: null, tags: [], note: '' },
      ...{ consents: [], lifetime: [], mergedIds: [] },
    });
  });

  test.each([
    [['name'], { name: ' padded' }],
    [['name'], { name: '' }],
    [['name'], { name: 'a\u0000b' }],
    [['email'], { email: 'no address' }],
    [['phone'], { phone: '1'.repeat(41) }],
    [['taxExemptReason'], { taxExempt: true }],
    [['taxExempt'], { taxExempt: 'yes' }],
    [['reference'], { reference: '' }],
    [['birthday'], { birthday: '2001-02-29' }],
    [['tags'], { tags: ['a', 'a'] }],
    [['address'], { address: { country: 'Germany' } }],
    [['consents'], { consents: [{ channel: 'email', granted: true, source: 'merge' }] }],
    [['groupIds'], { groupIds: ['0'.repeat(36)] }],
    [['id'], { id: '7b7f7f0e-3c1c-4a2b-9a51-0d6f0f5a1f11' }],
    [['saleCount'], { saleCount: 1 }],
  ])('with a wrong %j (%j) is refused, naming the field, and nothing is written', async (path, fields) => {
    const before = await rows('SELECT count(*) FROM customers');
    const answer = await create(fields);
    expect(codeOf(answer)).toEqual([400, 'INVALID_INPUT']);
    expect(answer.body.errors[0].path.slice(0, 1)).toEqual(path);
    expect(await rows('SELECT count(*) FROM customers')).toEqual(before);
  });

  test('in groups that do not exist is refused, naming each', async () => {
    const group = await newGroup();
    const groupIds = [newId(), group.id, newId()];
    const { id } = ok(await create());
    for (const answer of [await create({ groupIds }), await update(id, { groupIds })]) {
      expect(codeOf(answer)).toEqual([400, 'INVALID_REFERENCE']);
      expect(answer.body.errors.map((error: Json) => error.path)).toEqual([
        ['groupIds', 0],
        ['groupIds', 2],
      ]);
    }
    expect((await read(id)).groupIds).toEqual([]);
  });

  test('changes in what is given, keeps the rest and counts the version', async () => {
    const [one, two] = [await newGroup(), await newGroup()];
    const before = ok(await create({ email: 'a@example.com', groupIds: [one.id] }));
    server.clock.advance(1000);
    const after = ok(
      await update(before.id, {
        ...{ name: `${name} b`, phone: '123', groupIds: [two.id] },
        ...{ taxExempt: true, taxExemptReason: 'EX-1' },
      }),
    );
    expect(after).toEqual({
      ...before,
      ...{ name: `${name} b`, phone: '123', groupIds: [two.id], taxExempt: true, taxExemptReason: 'EX-1' },
      ...{ version: 2, updatedAt: after.updatedAt },
    });
    expect(Date.parse(after.updatedAt)).toBeGreaterThan(Date.parse(before.updatedAt));
    expect(await read(before.id)).toEqual(after);
    const emptied = ok(await update(before.id, { version: 2, email: null, groupIds: [] }));
    expect(emptied).toMatchObject({ email: null, groupIds: [], version: 3 });
    expect(await read(before.id)).toEqual(emptied);
  });

  test.each([
    ['reference', 'K-new', null],
    ['company', 'Wide & Sons', null],
    ['taxId', 'DE1', null],
    ['address', { line1: 'A', city: 'B' }, {}],
    ['birthday', '1985-12-10', null],
    ['tags', ['b', 'a'], []],
    ['note', 'Likes tea', ''],
  ])('changes in its %s, and the field is emptied again', async (field, value, empty) => {
    const before = ok(await create());
    const given = typeof value === 'string' && field === 'reference' ? `${value} ${n}` : value;
    const after = ok(await update(before.id, { [field]: given }));
    expect(after).toEqual({ ...before, [field]: given, version: 2, updatedAt: after.updatedAt });
    expect(await read(before.id)).toEqual(after);
    const emptied = ok(await update(before.id, { version: 2, [field]: empty }));
    expect(emptied).toEqual({ ...before, version: 3, updatedAt: emptied.updatedAt });
  });

  test('whose reference is taken is refused, naming the field and the holder, also of 8 at once', async () => {
    const reference = `R-${n}`;
    const answers = await atOnce(8, () => create({ reference }));
    const [holder, ...more] = answers.filter(({ status }) => status === 201).map(({ body }) => body);
    expect(more).toEqual([]);
    const another = ok(await create());
    const taken = await update(another.id, { reference });
    for (const answer of [...answers.filter(({ status }) => status !== 201), taken]) {
      expect(codeOf(answer)).toEqual([409, 'ALREADY_EXISTS']);
      expect(answer.body.details).toEqual({ field: 'reference', value: reference, holderId: holder.id });
    }
    // An archived one keeps it, and its own is no other's.
    ok(await owner.post(`/customers/${holder.id}/archive`, { version: 1 }));
    expect(codeOf(await update(another.id, { reference }))).toEqual([409, 'ALREADY_EXISTS']);
    ok(await update(holder.id, { version: 2, reference, phone: '1' }));
  });

  test('changed to what it is, is not changed', async () => {
    const [one, two] = [await newGroup(), await newGroup()];
    const customer = ok(await create({ groupIds: [one.id, two.id] }));
    const same = { name, email: null, groupIds: [two.id, one.id] };
    expect(ok(await update(customer.id, same))).toEqual(customer);
    expect(await auditOf(customer.id)).toHaveLength(1);
  });

  test('who is tax-exempt keeps a reason', async () => {
    const { id } = ok(await create({ taxExempt: true, taxExemptReason: 'EX-1' }));
    const plain = ok(await create());
    for (const answer of [
      await update(id, { taxExemptReason: null }),
      await update(plain.id, { taxExempt: true }),
    ]) {
      expect(codeOf(answer)).toEqual([400, 'INVALID_INPUT']);
      expect(answer.body.errors).toEqual([
        { path: ['taxExemptReason'], message: 'must be given for a customer who is tax-exempt' },
      ]);
    }
    expect(ok(await update(id, { taxExempt: false, taxExemptReason: null }))).toMatchObject({
      ...{ taxExempt: false, taxExemptReason: null, version: 2 },
    });
  });

  test('of a stale version is refused; of 10 changes at once one is made', async () => {
    const { id } = ok(await create());
    const answers = await atOnce(10, (i) => update(id, { phone: `${i}` }));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      expect([codeOf(answer), answer.body.details]).toEqual([[409, 'CONFLICT'], { currentVersion: 2 }]);
    }
    expect(await auditOf(id)).toHaveLength(2);
  });

  test('is archived once, and stays to be read', async () => {
    const customer = ok(await create());
    const archived = ok(await owner.post(`/customers/${customer.id}/archive`, { version: 1 }));
    expect(archived).toEqual({ ...customer, status: 'archived', version: 2, updatedAt: archived.updatedAt });
    expect(await read(customer.id)).toEqual(archived);
    expect(ok(await owner.post(`/customers/${customer.id}/archive`, { version: 2 }))).toEqual(archived);
    expect(codeOf(await owner.post(`/customers/${customer.id}/archive`, { version: 1 }))).toEqual([
      ...[409, 'CONFLICT'],
    ]);
    expect(await auditOf(customer.id)).toHaveLength(2);
  });

  test('is brought back, once', async () => {
    const { id } = ok(await create());
    const archived = ok(await owner.post(`/customers/${id}/archive`, { version: 1 }));
    const back = ok(await owner.post(`/customers/${id}/unarchive`, { version: 2 }));
    expect(back).toEqual({ ...archived, status: 'active', version: 3, updatedAt: back.updatedAt });
    expect(await read(id)).toEqual(back);
    expect(ok(await owner.post(`/customers/${id}/unarchive`, { version: 3 }))).toEqual(back);
    expect(codeOf(await owner.post(`/customers/${id}/unarchive`, { version: 1 }))).toEqual([409, 'CONFLICT']);
    expect(await auditOf(id)).toHaveLength(3);
  });

  test.each(['merged', 'erased'])('who was %s is not changed any more', async (status) => {
    const [standing, { id }] = [ok(await create()), ok(await create())];
    await rows('UPDATE customers SET status = $2, merged_into_id = $3 WHERE id = $1', [
      ...[id, status, status === 'merged' ? standing.id : null],
    ]);
    const consents = [{ channel: 'sms', granted: true, source: 'till' }];
    for (const answer of [
      await update(id, { phone: '1' }),
      await owner.post(`/customers/${id}/archive`, { version: 1 }),
      await owner.post(`/customers/${id}/unarchive`, { version: 1 }),
      await owner.post(`/customers/${id}/consents`, { consents }),
    ]) {
      expect(codeOf(answer)).toEqual([409, 'WRONG_STATUS']);
      expect(answer.body.details).toEqual({ status, allowed: ['active', 'archived'] });
      if (status === 'merged') expect(answer.body.detail).toContain(standing.id);
    }
    expect(await auditOf(id)).toHaveLength(1);
    const listed = async (query: string) =>
      ok(await owner.get(`/customers?sort=-createdAt&limit=20${query}`)).items.map((each: Json) => each.id);
    expect(await listed('')).not.toContain(id);
    expect(await listed(`&status=${status}`)).toContain(id);
  });

  test('who is not there is not found', async () => {
    const id = newId();
    for (const answer of [
      await owner.get(`/customers/${id}`),
      await update(id, { name }),
      await owner.post(`/customers/${id}/archive`, { version: 1 }),
      await owner.post(`/customers/${id}/unarchive`, { version: 1 }),
    ]) {
      expect(codeOf(answer)).toEqual([404, 'NOT_FOUND']);
    }
  });

  test('are listed by their tags', async () => {
    const tag = `tag ${n}`;
    const { id } = ok(await create({ tags: ['regular', tag] }));
    const archived = ok(await create({ tags: [tag] }));
    ok(await create({ tags: [`${tag} b`] }));
    ok(await owner.post(`/customers/${archived.id}/archive`, { version: 1 }));
    const listed = async (query: string) =>
      ok(await owner.get(`/customers?${query}`))
        .items.map((each: Json) => each.id)
        .sort();
    expect(await listed(`tag=${encodeURIComponent(tag)}`)).toEqual([id, archived.id].sort());
    expect(await listed(`tag=${encodeURIComponent(tag)}&status=archived`)).toEqual([archived.id]);
    expect(await listed(`tag=${encodeURIComponent(tag.toUpperCase())}`)).toEqual([]);
  });

  test('can be added and changed by a cashier of one store', async () => {
    const store = ok(
      await owner.post('/stores', { name: `Store ${n}`, timeZone: 'UTC', pricesIncludeTax: true }),
    );
    const cashier = callAs(server, await server.signInAs('cashier', { storeId: store.id }));
    const clerk = callAs(server, await server.signInAs('clerk', { storeId: store.id }));
    const customer = ok(await cashier.post('/customers', { name }));
    ok(await cashier.patch(`/customers/${customer.id}`, { version: 1, phone: '1' }));
    expect(codeOf(await clerk.post('/customers', { name }))).toEqual([403, 'FORBIDDEN']);
    expect(codeOf(await cashier.post('/customer-groups', { name }))).toEqual([403, 'FORBIDDEN']);
  });
});

describe('a customer whose id a till has made', () => {
  test('is made once, also of 20 at once, and a repeat answers as they are now', async () => {
    const id = newId();
    const body = { id, email: 'a@example.com', groupIds: [(await newGroup()).id] };
    const answers = await atOnce(20, () => create(body));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    expect(await auditOf(id)).toHaveLength(1);
    const changed = ok(await update(id, { phone: '1' }));
    expect(ok(await create(body))).toEqual(changed);
  });

  test('is refused with other content, also where the server has made the id', async () => {
    const id = newId();
    const mine = ok(await create({ id }));
    const theirs = ok(await create());
    for (const customer of [mine, theirs]) {
      const answer = await create({ id: customer.id, phone: '1' });
      expect(codeOf(answer)).toEqual([409, 'ALREADY_EXISTS']);
      expect(answer.body.details).toEqual({ field: 'id', value: customer.id, holderId: customer.id });
      expect(await read(customer.id)).toEqual(customer);
    }
  });
});

test('the audit log names the personal fields that were changed, and holds none of them', async () => {
  const personal = {
    ...{ name: 'Secret Name', email: 'secret@example.com', phone: '+1 555 SECRET', reference: 'SECRET-1' },
    ...{ company: 'Secret Ltd', taxId: 'SECRET-2', address: { city: 'Secret City' }, birthday: '1931-07-13' },
    ...{ tags: ['secret tag'], note: 'A secret', taxExemptReason: 'SECRET-4711' },
  };
  const consents = [{ channel: 'email', granted: true, source: 'till' }];
  const { id } = ok(await create({ ...personal, consents, taxExempt: true }));
  ok(await update(id, { name: 'Secret Name b', email: 'secret-b@example.com', phone: null }));
  const others = { address: { city: 'Secret Town' }, tags: ['secret tag', 'b'], birthday: '1931-07-14' };
  ok(await update(id, { version: 2, ...others }));
  ok(await owner.post(`/customers/${id}/archive`, { version: 3 }));
  const entries = await auditOf(id);
  expect(entries.map(({ action, after }) => [action, [...after.changedFields].sort()])).toEqual([
    ['customers.create', [...Object.keys(personal), 'consents'].sort()],
    ['customers.update', ['email', 'name', 'phone']],
    ['customers.update', ['address', 'birthday', 'tags']],
    ['customers.archive', []],
  ]);
  expect(entries.map(({ before }) => before?.status)).toEqual([undefined, 'active', 'active', 'active']);
  const everything = await rows(
    `SELECT concat(before, after) AS text FROM audit_log UNION ALL SELECT payload::text FROM outbox`,
  );
  for (const { text } of everything) expect(text).not.toMatch(/secret|1931/i);
});
