// `pnpm examples:record`: writes packages/contract/examples.json, one call of each operation as a real server answered it.
// Those that are there and still fit are kept, so that a change shows only where something changed; `--all` takes all anew.
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { contract, operationsOf } from '@cashwrap/contract';
import { DEMO_PASSWORD } from '../src/demo/shop.ts';
import { askDemo, type Demo, demoSamples } from './demo-samples.ts';
import { openDemoShop } from './demo-server.ts';
import { openRegistration, type Performed, performSample } from './perform-sample.ts';
import { callRest, type OperationName, operationNames, operationOf, seedDocuments } from './samples.ts';
import { callerOf, type Json, ok, PASSWORD, SETUP_TOKEN, startTestServer } from './support.ts';

interface Example {
  readonly input: Json;
  readonly output: Json;
}

const FILE = new URL('../../../packages/contract/examples.json', import.meta.url);
/** When the examples happen: a Monday morning. */
const MORNING = Date.parse('2026-03-02T09:00:00.000Z');
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;
/** Instants that far from now are about now. */
const NEAR_MS = 60 * 86_400_000;
/** Of a list, more than that says nothing new, nor does more of a text. */
const LONGEST_LIST = 2;
const LONGEST_TEXT = 2000;

/** What nobody should take for their own: by the name of the field. */
const SECRETS: Readonly<Record<string, string>> = {
  accessToken: 'eyJhbGciOiJFZERTQSJ9.e30.c2lnbmF0dXJl',
  refreshToken: 'the-refresh-token-of-this-session',
  registerToken: 'the-token-of-this-register',
  secret: 'cw_the-secret-of-this-key',
  nextCursor: 'b3BhcXVl',
};
/** What the samples say, which is numbered, in words that one may meet in a shop. */
const WORDS: Readonly<Record<string, string>> = {
  Ada: 'Ada Lovelace',
  CSV: 'TEA-200',
  Category: 'Books',
  Club: 'Fig club',
  Count: 'Yearly count',
  FLY: 'FLY-1',
  'Gift card': 'FERN-4711',
  Group: 'Regulars',
  K: 'K-1001',
  Key: 'Web shop',
  LS: 'LS-20871',
  Lead: 'Team lead',
  Levy: 'City levy',
  List: 'Summer prices',
  NONE: 'TEA-900',
  OFFER: 'COFFEE10',
  Offer: 'Coffee week',
  RMA: 'RMA-77',
  ROAST: 'ROAST-1',
  Role: 'Trainer',
  SKU: 'TEA-100',
  Sample: 'No bag, please',
  Seeded: 'Pantry',
  'Seeded count': 'Shelf count',
  'Seeded customer': 'Grace Hopper',
  'Seeded group': 'Friends',
  'Seeded list': 'Happy hour',
  'Seeded offer': 'Welcome',
  'Seeded supplier': 'North Sea Tea',
  'Seeded till': 'Till 3',
  Shelf: 'Filter coffee',
  Store: 'Harbour Street',
  T: 'T-000128',
  THEIRS: 'NST-55',
  Till: 'Till 4',
  User: 'Ada Cooper',
  bar: '5901234123457',
  new: 'ada',
  user: 'ada',
};
/** What does without its number. */
const PHRASES = [
  'Behind the shelf',
  'Box',
  'Broken cup',
  'Corner Shop',
  'Depot',
  'Dropped',
  'Found',
  'Gift wrapping',
  'Loaded too little',
  'Lorry',
  'Milk',
  'Morning',
  'No receipt',
  'Order',
  'Ring twice',
  'Roasters',
  'Seen',
  'The invoice was wrong',
  'Too small',
  'Torn',
  'Van',
];
const NUMBERED = new RegExp(
  `\\b(${[...Object.keys(WORDS), ...PHRASES].toSorted((a, b) => b.length - a.length).join('|')})[ -]\\d+\\b`,
  'g',
);
/** The tills of the shop, which are called so. */
const OWN_NAMES = /^Till [12]\b/;

const startedAt = Date.now();
const kept = process.argv.includes('--all') ? {} : await readKept();
await using server = await startTestServer();
const shop = await server.seedShop();
const seeded = await seedDocuments(server, shop);
await openRegistration(server, shop);
await server.app.sequenceEvents();
const known = nameIds({ shop, seeded });
await using demoShop = await openDemoShop(() => new Date(MORNING));
await using demoServer = await demoShop.serve();
const demo = await enterDemo(demoServer.url);

const examples: Record<string, Example> = {};
// What waits for an approval is there until one is given.
for (const name of new Set<OperationName>(['approvals.requests.list', ...operationNames])) {
  const before = kept[name];
  const { input, answer } = await performTelling(name);
  const body = ok(answer) ?? null;
  const isFile = typeof body === 'string' || body instanceof Uint8Array;
  // As a file it is text over REST; what the contract says of it is what tRPC answers.
  const output = isFile ? ok(await server.trpc(name, input, { token: shop.owner })).result.data : body;
  const example = steady(name, { input, output }, demoSamples[name] === undefined);
  const fault = faultOf(name, example);
  if (fault) throw new Error(`The example of ${name} does not fit its schemas: ${fault}`);
  examples[name] = before && !faultOf(name, before) ? before : example;
}
await writeFile(FILE, `${JSON.stringify(inOrder(examples), null, 2)}\n`);
console.log(`${Object.keys(examples).length} examples, ${Object.keys(kept).length} of them were there.`);

/** Signs in to the demo shop, and calls its store by the id of the one in the other examples. */
async function enterDemo(url: string): Promise<Demo> {
  const server = callerOf(url);
  const body = { username: 'owner', password: DEMO_PASSWORD };
  const { accessToken: owner } = ok(await server.request('POST', '/v1/auth/login', { body }));
  const { items } = ok(await server.request('GET', '/v1/stores', { token: owner }));
  const { id: storeId } = items.find(({ name }: Json) => name.endsWith('Berlin'));
  known.set(storeId, known.get(shop.stores[0].id) ?? storeId);
  return { server, owner, storeId };
}

/** Calls an operation; a list whose filters find nothing is asked again without them. */
async function performTelling(name: OperationName): Promise<Performed> {
  const inputOfDemo = await demoSamples[name]?.(demo);
  if (inputOfDemo) return { input: inputOfDemo, answer: await askDemo(demo, name, inputOfDemo) };
  const performed = await performSample({ server, shop, seeded }, name);
  if (performed.answer.body?.items?.length !== 0) return performed;
  const operation = operationOf(contract, name);
  const isNeeded = ([field]: [string, Json]) => !operation.input.shape[field]?.safeParse(undefined).success;
  const input = Object.fromEntries(Object.entries<Json>(performed.input).filter(isNeeded));
  return { input, answer: await callRest(server, operation, input, { token: shop.owner }) };
}

/** As the contract has them, whatever order they were made in. */
function inOrder(made: Readonly<Record<string, Example>>): Record<string, Example | undefined> {
  return Object.fromEntries(operationsOf(contract).map(({ name }) => [name, made[name]]));
}

async function readKept(): Promise<Readonly<Record<string, Example>>> {
  const text = await readFile(FILE, 'utf8').catch(() => '{}');
  return JSON.parse(text);
}

function faultOf(name: OperationName, { input, output }: Example): string | undefined {
  const operation = operationOf(contract, name);
  const checks = [operation.input.safeParse(input), operation.output.safeParse(output)];
  return checks.find(({ success }) => !success)?.error?.message;
}

/** The documents that everything is about keep one id in all examples, named by where they stand. */
function nameIds(documents: Json): Map<string, string> {
  const names = new Map<string, string>();
  const visit = (node: Json, path: string): void => {
    if (typeof node === 'string') {
      for (const [id] of node.matchAll(UUID)) if (!names.has(id)) names.set(id, uuidOf(path));
    } else if (node !== null && typeof node === 'object') {
      for (const [key, child] of Object.entries(node)) visit(child, `${path}.${key}`);
    }
  };
  visit(documents, '');
  return names;
}

/** A UUIDv7 of that morning that is always the same for one name. */
function uuidOf(name: string): string {
  const time = MORNING.toString(16).padStart(12, '0');
  const rest = createHash('sha256').update(name).digest('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(0, 3)}-8${rest.slice(3, 6)}-${rest.slice(6, 18)}`;
}

/** The same example with ids, times, secrets and numbers of the samples, where it is of one, as they are in every recording. */
function steady(name: string, example: Example, isSample: boolean): Example {
  const ids = new Map(known);
  const today = new Date(startedAt).toISOString().slice(0, 10);
  const textOf = (text: string): string => {
    return text
      .replaceAll(PASSWORD, 'cashwrap-demo')
      .replaceAll(SETUP_TOKEN, 'the-setup-token-of-the-log')
      .replace(NUMBERED, (numbered, word: string) =>
        isSample && !OWN_NAMES.test(numbered) ? (WORDS[word] ?? word) : numbered,
      )
      .replace(UUID, (id) => {
        if (!ids.has(id)) ids.set(id, uuidOf(`${name} ${ids.size}`));
        return ids.get(id) ?? id;
      })
      .replace(INSTANT, (at) => {
        const since = Date.parse(at) - startedAt;
        if (Math.abs(since) > NEAR_MS) return at;
        return new Date(MORNING + 1000 * Math.round(since / 1000)).toISOString();
      })
      .replaceAll(today, '2026-03-02');
  };
  const visit = (node: Json, key: string): Json => {
    if (typeof node === 'string') return SECRETS[key] ?? textOf(node).slice(0, LONGEST_TEXT);
    if (Array.isArray(node)) {
      const items = key === 'items' ? node.slice(0, LONGEST_LIST) : node;
      return items.map((item) => visit(item, ''));
    }
    if (node === null || typeof node !== 'object' || node instanceof Uint8Array) return node;
    return Object.fromEntries(Object.entries(node).map(([each, value]) => [each, visit(value, each)]));
  };
  return visit(example, '');
}
