import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fileOf, importCsv } from './csv-files.ts';
import { callAs, codeOf, rowsOf } from './people.ts';
import { type Answer, type Json, ok, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let token: string;
let owner: ReturnType<typeof callAs>;
let n = 0;
beforeAll(async () => {
  server = await startTestServer();
  token = await server.setUpOwner();
  owner = callAs(server, token);
  for (const name of ['Staff', 'Trade; wholesale']) ok(await owner.post('/customer-groups', { name }));
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(() => {
  n += 1;
});

const rows = (sql: string, params: unknown[] = []) => rowsOf(server, sql, params);
const send = (csv: string, options: object = {}): Promise<Answer> =>
  importCsv(server, '/customers/import', token, csv, options);
const exported = async (parameters = ''): Promise<string> =>
  ok(await owner.get(`/customers/export${parameters}`));
const byReference = async (reference: string): Promise<Json> => {
  const { items } = ok(await owner.get(`/customers?${new URLSearchParams({ search: reference })}`));
  return items.find((each: Json) => each.reference === reference);
};
const groupIds = async (...names: string[]): Promise<string[]> =>
  (await rows('SELECT id FROM customer_groups WHERE name = ANY ($1) ORDER BY id', [names])).map(
    ({ id }) => id,
  );
const historyOf = async ({ id }: Json): Promise<unknown[]> =>
  ok(await owner.get(`/customers/${id}/consents?sort=recordedAt`)).items.map((change: Json) => [
    ...[change.channel, change.granted, change.source],
  ]);
/** Everything that an import may write. */
const stored = async (): Promise<Json> =>
  (
    await rows(`SELECT (SELECT json_agg(c ORDER BY id) FROM customers c) AS customers,
      (SELECT json_agg(m ORDER BY customer_id, group_id) FROM customer_group_members m) AS groups,
      (SELECT count(*) FROM customer_consents) AS consents, (SELECT count(*) FROM audit_log) AS audited,
      (SELECT count(*) FROM customer_search_words) AS words`)
  )[0];
const unchanged = { created: 0, updated: 0, unchanged: 0, skipped: 0, errorCount: 0, errors: [] };

describe('an import', () => {
  test('adds customers with all that a file can say', async () => {
    const header =
      'reference,name,company,tax_id,email,phone,address_line1,address_line2,city,region,postal_code,country,birthday,' +
      'groups,tags,note,tax_exempt,tax_exempt_reason,consent_email,consent_sms,consent_phone,consent_post,status';
    const line =
      'K-1,Ada Lovelace,Engines & Co,DE1,ada@example.com,+49 170 1234567,Street 1,Flat 2,Berlin,BE,10115,DE,1985-12-10,' +
      'Trade\\; wholesale; Staff,regular; likes tea,"Two\nlines",yes,EX-1,true,no,,1,archived';
    const result = ok(await send(fileOf(header, line)));
    expect(result).toEqual({ ...unchanged, dryRun: false, rows: 1, created: 1 });
    const [{ id }] = await rows(`SELECT id FROM customers WHERE reference = 'K-1'`);
    const customer = ok(await owner.get(`/customers/${id}`));
    const at = customer.createdAt;
    expect(customer).toEqual({
      ...{ id, reference: 'K-1', name: 'Ada Lovelace', company: 'Engines & Co', taxId: 'DE1' },
      ...{ email: 'ada@example.com', phone: '+49 170 1234567', birthday: '1985-12-10' },
      address: {
        ...{ line1: 'Street 1', line2: 'Flat 2', city: 'Berlin', region: 'BE' },
        ...{ postalCode: '10115', country: 'DE' },
      },
      groupIds: await groupIds('Staff', 'Trade; wholesale'),
      ...{ tags: ['regular', 'likes tea'], note: 'Two\nlines', taxExempt: true, taxExemptReason: 'EX-1' },
      consents: [
        { channel: 'email', granted: true, source: 'import', recordedAt: at },
        { channel: 'sms', granted: false, source: 'import', recordedAt: at },
        { channel: 'post', granted: true, source: 'import', recordedAt: at },
      ],
      ...{ lifetime: [], mergedIds: [], status: 'archived', version: 1, createdAt: at, updatedAt: at },
    });
    expect(await historyOf(customer)).toEqual([
      ...[
        ['email', true, 'import'],
        ['sms', false, 'import'],
      ],
      ['post', true, 'import'],
    ]);
    const audited = await rows(`SELECT after FROM audit_log WHERE action = 'customers.import'`);
    expect(audited).toEqual([
      { after: { dryRun: false, rows: 1, created: 1, updated: 0, unchanged: 0, skipped: 0, errorCount: 0 } },
    ]);
  });

  test('changes what differs and leaves the rest', async () => {
    ok(
      await send(
        fileOf(
          'reference,name,phone,address_line1,city,groups,consent_email',
          `A-${n},Anna,030 1,Street 1,Berlin,Staff,yes`,
          `B-${n},Berta,030 2,Street 2,Bonn,,`,
        ),
      ),
    );
    const [anna, berta] = [await byReference(`A-${n}`), await byReference(`B-${n}`)];
    server.clock.advance(1000);
    const csv = fileOf(
      'reference,name,city,groups,consent_email',
      `A-${n},Annabel,,,no`,
      `B-${n},Berta,Bonn,,`,
    );
    expect(ok(await send(csv))).toMatchObject({ created: 0, updated: 1, unchanged: 1 });
    const changed = await byReference(`A-${n}`);
    expect(changed).toMatchObject({
      ...{ name: 'Annabel', phone: '030 1', address: { line1: 'Street 1' }, groupIds: [], version: 2 },
      consents: [{ channel: 'email', granted: false, source: 'import', recordedAt: changed.updatedAt }],
    });
    expect(await historyOf(anna)).toEqual([...[['email', true, 'import']], ['email', false, 'import']]);
    expect(await byReference(`B-${n}`)).toEqual(berta);
    expect(ok(await send(csv))).toMatchObject({ updated: 0, unchanged: 2 });
    expect(await historyOf(anna)).toHaveLength(2);
  });

  test('makes customers that are found as those made by hand are, also misspelt', async () => {
    ok(await send(fileOf('reference,name,company,phone', `S-${n},Zacharias Quist,Quistware,0171 99887766`)));
    for (const search of ['quist', 'zachar quistw', '9988 77', '+49 171 99887766', 'zakharias']) {
      const { items } = ok(await owner.get(`/customers?${new URLSearchParams({ search })}`));
      expect(items.map((each: Json) => each.reference)).toEqual([`S-${n}`]);
    }
    ok(await send(fileOf('reference,name', `S-${n},Someone Else`)));
    expect(ok(await owner.get('/customers?search=zacharias')).items).toEqual([]);
  });

  test('of a dry run says what it would do, and writes nothing', async () => {
    const before = await stored();
    const csv = fileOf('reference,name,email', `D-${n},Dora,d@example.com`, `E-${n},Emil,none`);
    const result = ok(await send(csv, { dryRun: true }));
    expect(result).toMatchObject({ dryRun: true, rows: 2, created: 1, skipped: 1, errorCount: 1 });
    expect(result.errors[0]).toMatchObject({ row: 3, column: 'email', value: 'none' });
    expect(await stored()).toEqual(before);
  });

  test('leaves wrong rows out where it may', async () => {
    const csv = fileOf('reference,name,email', `F-${n},Fritz,none`, `G-${n},Gerda,g@example.com`);
    expect(ok(await send(csv, { onError: 'skip' }))).toMatchObject({ created: 1, skipped: 1 });
    expect(await byReference(`F-${n}`)).toBeUndefined();
    expect(await byReference(`G-${n}`)).toMatchObject({ email: 'g@example.com' });
  });

  test.each([
    ['no reference', 'reference,name', ',Nobody', 'reference', 'is required'],
    ['no name', 'reference,email', 'N-1,a@example.com', 'name', 'is required for a new customer'],
    ['an address that is none', 'reference,name,email', 'N-1,Ada,ada', 'email', ''],
    ['a country that is none', 'reference,name,country', 'N-1,Ada,Germany', 'country', 'ISO 3166'],
    ['a day that is none', 'reference,name,birthday', 'N-1,Ada,2001-02-29', 'birthday', ''],
    [
      'a group that is none',
      'reference,name,groups',
      'N-1,Ada,Staff; None',
      'groups',
      'no such customer group',
    ],
    ['a group twice', 'reference,name,groups', 'N-1,Ada,Staff; Staff', 'groups', 'twice'],
    ['a tag twice', 'reference,name,tags', 'N-1,Ada,a;a', 'tags', 'twice'],
    ['no reason', 'reference,name,tax_exempt', 'N-1,Ada,yes', 'tax_exempt_reason', 'must be given'],
    ['a word for a consent', 'reference,name,consent_sms', 'N-1,Ada,maybe', 'consent_sms', 'true or false'],
    ['a status of ours', 'reference,name,status', 'N-1,Ada,merged', 'status', 'active, archived'],
  ])(
    'with %s is refused, naming row and column, and writes nothing',
    async (_what, header, line, column, message) => {
      const before = await stored();
      const answer = await send(fileOf(header, line));
      expect(codeOf(answer)).toEqual([400, 'IMPORT_REFUSED']);
      expect(answer.body.details.errors).toEqual([
        { row: 2, column, value: expect.any(String), message: expect.stringContaining(message) },
      ]);
      expect(await stored()).toEqual(before);
    },
  );

  test.each([
    ['a NUL', 'A\0da', 'A\ufffdda'],
    [
      'a letter of two halves at the 100th place',
      `${'A'.repeat(99)}😀${'a'.repeat(200)}`,
      `${'A'.repeat(99)}\ufffd`,
    ],
  ])('whose wrong cell holds %s is refused as any other', async (_what, name, value) => {
    const answer = await owner.post('/customers/import', { csv: fileOf('reference,name', `S-${n},${name}`) });
    expect(answer.body.details?.errors).toMatchObject([{ row: 2, column: 'name', value }]);
  });

  test('with a reference twice, or one of somebody who was merged, is refused', async () => {
    const { id } = ok(await owner.post('/customers', { name: 'Old', reference: `M-${n}` }));
    const standing = ok(await owner.post('/customers', { name: 'New' }));
    await rows(`UPDATE customers SET status = 'merged', merged_into_id = $2 WHERE id = $1`, [
      id,
      standing.id,
    ]);
    const answer = await send(fileOf('reference,name', `T-${n},One`, `T-${n},Two`, `M-${n},Old`));
    expect(answer.body.details.errors).toEqual([
      { row: 3, column: 'reference', value: `T-${n}`, message: 'stands in row 2 already' },
      { row: 4, column: 'reference', value: `M-${n}`, message: 'is of a customer who was merged' },
    ]);
  });

  test('without the column that finds customers is no file of customers', async () => {
    expect(codeOf(await send(fileOf('name', 'Ada')))).toEqual([400, 'CSV_MALFORMED']);
  });

  test('and an export take the permission for all customers', async () => {
    const manager = callAs(server, await server.signInAs('manager'));
    expect(codeOf(await manager.get('/customers/export'))).toEqual([403, 'FORBIDDEN']);
    expect(codeOf(await manager.post('/customers/import', { csv: 'reference\r\n' }))).toEqual([
      ...[403, 'FORBIDDEN'],
    ]);
  });
});

describe('an export', () => {
  test('comes back without a change, and makes the same customers elsewhere', async () => {
    ok(
      await owner.post('/customers', {
        ...{
          name: '=Formula',
          reference: `-${n}`,
          phone: '+49 170 1',
          note: ' blanks \nand lines ',
          tags: ['a;b', 'c\\d'],
        },
        ...{ groupIds: await groupIds('Trade; wholesale'), address: { city: 'Köln' } },
        consents: [{ channel: 'phone', granted: false, source: 'paper' }],
      }),
    );
    await rows(`DELETE FROM customers WHERE reference IS NULL AND status = 'active' AND id NOT IN
      (SELECT merged_into_id FROM customers WHERE merged_into_id IS NOT NULL)`);
    await rows(`UPDATE customers SET reference = concat('X-', id) WHERE reference IS NULL`);
    const csv = await exported();
    const before = await stored();
    const result = ok(await send(csv));
    expect(result).toEqual({ ...unchanged, dryRun: false, rows: result.rows, unchanged: result.rows });
    expect(result.rows).toBeGreaterThan(5);
    expect(await stored()).toEqual(before);

    await using other = await startTestServer();
    const theirs = await other.setUpOwner();
    for (const name of ['Staff', 'Trade; wholesale']) {
      ok(await callAs(other, theirs).post('/customer-groups', { name }));
    }
    expect(ok(await importCsv(other, '/customers/import', theirs, csv))).toMatchObject({
      created: result.rows,
    });
    expect(ok(await callAs(other, theirs).get('/customers/export'))).toBe(csv);
  });

  test('has no customers who were merged, and archived ones where they are asked for', async () => {
    const merged = await rows(`SELECT reference FROM customers WHERE status = 'merged'`);
    const all = await exported();
    for (const { reference } of merged) expect(all).not.toContain(reference);
    const archived = await exported('?status=archived');
    expect(
      archived
        .trim()
        .split('\r\n')
        .slice(1)
        .every((line) => line.endsWith(',archived')),
    ).toBe(true);
    expect(await exported('?status=active')).not.toContain(',archived');
  });
});
