import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callAs, codeOf, rowsOf } from './people.ts';
import { type Json, ok, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let token: string;
let owner: ReturnType<typeof callAs>;
let group: Json;
beforeAll(async () => {
  server = await startTestServer();
  token = await server.setUpOwner();
  owner = callAs(server, token);
  group = ok(await owner.post('/customer-groups', { name: 'Staff' }));
  for (const customer of PEOPLE) await create(customer);
});
afterAll(() => server[Symbol.asyncDispose]());

/** Their references are what the tests see. */
const PEOPLE = [
  { reference: 'K-1', name: 'Ada Lovelace', email: 'ada@engines.example', phone: '+49 170 1234567' },
  { reference: 'K-2', name: 'Adam Ost', phone: '0170 7654321', tags: ['regular'] },
  { reference: 'K-3', name: 'Jürgen Müller', phone: '030 123-45' },
  { reference: 'K-4', name: 'Katharina Schmidt', company: 'Ada Ltd' },
  { reference: 'K-5', name: 'Ada', phone: '+1 (555) 010-9999' },
  { reference: '4711', name: 'Łukasz Strauß', phone: '+49 (0)40 555 01' },
  { reference: 'SUN 08/15', name: 'Sun Yi', email: 'yi+shop@mail.example' },
  { reference: 'K-6', name: 'Bakery 54', company: 'Nadal & Sons' },
  { reference: '%', name: 'Percy' },
];

const create = async (fields: object): Promise<Json> => ok(await owner.post('/customers', fields));
const list = (query: Record<string, string>) => owner.get(`/customers?${new URLSearchParams(query)}`);
const search = async (text: string, filter: Record<string, string> = {}): Promise<string[]> =>
  ok(await list({ search: text, ...filter })).items.map(({ reference }: Json) => reference);

describe('a search finds', () => {
  test.each([
    ['a name', 'lovelace', ['K-1']],
    ['names in any order', 'love ada', ['K-1']],
    ['whatever the case and the accents', 'JURGEN mul', ['K-3']],
    ['what accents cannot be taken from', 'strauss luk', ['4711']],
    ['a company', 'nadal', ['K-6']],
    ['an email', 'ada@engines.example', ['K-1']],
    ['an email with signs in it', 'yi+shop@mail', ['SUN 08/15']],
    ['a part of an email', 'engines', ['K-1']],
    ['a reference', 'K-6', ['K-6']],
    ['a reference without what stands between', 'k1', ['K-1']],
    ['a reference of several numbers', '08/15', ['SUN 08/15']],
    ['a reference by its number', '4711', ['4711']],
    ['a reference of signs alone', '%', ['%']],
    ['a short number in a name', 'bakery 54', ['K-6']],
    ['one letter', 's', ['4711', 'K-4', 'K-6', 'SUN 08/15']],
    ['the end of a phone number', '4567', ['K-1']],
    ['the middle of a phone number', '12345', ['K-1', 'K-3']],
    ['digits with blanks between', '123 45 67', ['K-1']],
    ['digits with dashes between', '76-54-32', ['K-2']],
    ['a number from home, where it is stored from abroad', '0170 1234567', ['K-1']],
    ['the beginning of one', '0170', ['K-1', 'K-2']],
    ['a number from abroad, where it is stored from home', '+49 170 7654321', ['K-2']],
    ['the beginning of one from abroad', '+49 170 765', ['K-2']],
    ['a number with 00 in front', '0049 170 123', ['K-1']],
    ['a number with a zero that is left out from abroad', '040 555 01', ['4711']],
    ['such a number from abroad', '+49 40 55501', ['4711']],
    ['such a number as it is written', '+49 (0)40 555', ['4711']],
    ['a number with brackets', '(555) 010', ['K-5']],
    ['a name and a part of a number', 'ada 1234', ['K-1']],
    ['a name and a number with blanks', 'ada 0170 12 34', ['K-1']],
    ['one letter too few', 'lovelce', ['K-1']],
    ['a wrong letter', 'mulker', ['K-3']],
    ['an umlaut in two letters', 'mueller', ['K-3']],
    ['letters that changed places', 'shcmidt', ['K-4']],
    ['a typing error in one word of several', 'katarina schmidt', ['K-4']],
    ['a typing error in an unfinished word', 'kathrin', ['K-4']],
    ['a typing error beside a number', 'lovelase 4567', ['K-1']],
  ])('%s: "%s"', async (_what, text, references) => {
    expect((await search(text)).sort()).toEqual([...references].sort());
  });

  test.each([
    ['qwxzjk'],
    ['lovelace qwxzjk'],
    ['elace'],
    ['ada 999999'],
    ['9876543'],
    ['%%'],
    ['___'],
    ["' OR '1'='1"],
    ['\\'],
    ['+43 171 1234567'],
  ])('nothing for "%s"', async (text) => {
    expect(await search(text)).toEqual([]);
  });
});

describe('the best come first:', () => {
  test('names that begin so, then whole words, then beginnings; the shorter name first', async () => {
    expect(await search('ada')).toEqual(['K-5', 'K-2', 'K-1', 'K-4']);
    expect(await search('sun')).toEqual(['SUN 08/15']);
  });

  test.each([
    ['the reference itself', '4711', '4711'],
    ['the reference itself, though others have its parts', 'K-1', 'K-1'],
    ['the email itself', 'ADA@engines.example', 'K-1'],
    ['the end of a phone number before its middle', '345', 'K-3'],
  ])('%s', async (_what, text, reference) => {
    expect((await search(text))[0]).toBe(reference);
  });
});

test('the other filters hold, too', async () => {
  expect(await search('ada', { tag: 'regular' })).toEqual(['K-2']);
  expect(await search('0170', { tag: 'regular' })).toEqual(['K-2']);
  expect(await search('adma', { tag: 'regular' })).toEqual(['K-2']);
  const { id } = await create({ name: 'Gustav Grouped', reference: 'G-1', groupIds: [group.id] });
  expect(await search('g', { groupId: group.id })).toEqual(['G-1']);
  expect(await search('ada', { groupId: group.id })).toEqual([]);
  ok(await owner.post(`/customers/${id}/archive`, { version: 1 }));
  expect([await search('gustav'), await search('G-1'), await search('gustaf')]).toEqual([[], [], []]);
  expect(await search('gustav', { status: 'archived' })).toEqual(['G-1']);
  expect(await search('G-1', { status: 'archived' })).toEqual(['G-1']);
  expect(await search('gustaf', { status: 'archived' })).toEqual(['G-1']);
});

test('nothing typed is no search, and a search has one page', async () => {
  const all = ok(await list({ limit: '3' }));
  for (const nothing of ['', '   ']) expect(ok(await list({ search: nothing, limit: '3' }))).toEqual(all);
  const answer = ok(await list({ search: 'ada', limit: '2', sort: '-createdAt' }));
  expect([answer.items.map(({ reference }: Json) => reference), answer.nextCursor]).toEqual([
    ...[['K-5', 'K-2'], null],
  ]);
  const refused = await list({ search: 'ada', cursor: all.nextCursor });
  expect([codeOf(refused), refused.body.errors[0].path]).toEqual([[400, 'INVALID_INPUT'], ['cursor']]);
});

test('who is changed is found by what they are now', async () => {
  const { id } = await create({
    name: 'Wilhelmine Alt',
    company: 'Gone',
    phone: '0151 999 111',
    reference: 'W-1',
  });
  const body = {
    version: 1,
    name: 'Wilhelmine Neu',
    company: 'Here',
    phone: '0152 222 333',
    email: 'w@new.example',
  };
  ok(await owner.patch(`/customers/${id}`, body));
  for (const gone of ['wilhelmine alt', 'gone', '999111']) expect(await search(gone)).toEqual([]);
  for (const now of ['neu', 'here', '222333', 'w@new', 'W-1', 'wilhelmnie'])
    expect(await search(now)).toEqual(['W-1']);
});

test('the reference of somebody who was merged finds who stands for them, and nobody where they do not fit', async () => {
  const kept = await create({ name: 'Paul Kept', reference: 'P-1', tags: ['paul'] });
  const merged = await create({ name: 'Paul Merged', reference: 'P-2' });
  await create({ name: 'P 2 Radio' });
  const ends = { version: 1, mergedId: merged.id, mergedVersion: 1 };
  const headers = { 'idempotency-key': newId() };
  ok(await server.request('POST', `/v1/customers/${kept.id}/merge`, { token, body: ends, headers }));
  expect(await search('P-2')).toEqual(['P-1', null]);
  expect(await search('P-2', { tag: 'paul' })).toEqual(['P-1']);
  expect(await search('P-2', { tag: 'regular' })).toEqual([]);
  expect(await search('P-1')).toEqual(['P-1']);
  expect(await search('P-2', { status: 'merged' })).toEqual(['P-2']);
});

test('digits of other scripts are digits', async () => {
  await create({ name: 'ليلى', reference: 'L-1', phone: '٠١٧٩ ٥٥٥٤٤٣' });
  await create({ name: 'मीरा', reference: 'L-2', phone: '0178 332211' });
  for (const typed of ['0179 555', '٥٥٥٤٤٣', '۵۵۵۴۴۳']) expect(await search(typed)).toEqual(['L-1']);
  for (const typed of ['३३२२११', '３３２２１１', '०१७८']) expect(await search(typed)).toEqual(['L-2']);
});

test('a word of the search is in the table of words once', async () => {
  await create({ name: 'Twice Twice', company: 'Twice' });
  await create({ name: 'Twice' });
  expect(await rowsOf(server, `SELECT word FROM customer_search_words WHERE word = 'twice'`)).toHaveLength(1);
});
