import { errors } from '@cashwrap/contract';
import { convert } from './convert.ts';
import { type OpenApi, type Operation, operationsIn } from './openapi.ts';
import type { Collection, Folder, Item } from './postman.ts';
import { type Refused, refusalsOf } from './refusals.ts';
import { bearer, item, OWNER, RequestMaker } from './requests.ts';
import { again, bodyTest, hasParts, keeping, listTests, reading, statusTest } from './scripts.ts';
import type { Fields, Step, Story } from './story.ts';

/** What is told about an API to make a collection of it. */
export interface Plot {
  /** What a run begins with: random names and figures, so that no answer is right by chance. */
  readonly begin: readonly string[];
  /** What sets the system up, and what the stories share. */
  readonly setup: { readonly operation: string; readonly steps: readonly Step[] };
  readonly stories: Readonly<Record<string, Story>>;
  /** Who may call each operation: `public`, `signed_in` or the name of a permission. */
  readonly permissions: ReadonlyMap<string, string>;
}

/** The name of the request that shows how an operation is called with success. */
export function successName(operation: Pick<Operation, 'name' | 'status'>): string {
  return `${operation.name}: ${operation.status}`;
}

/** The collection of an OpenAPI document: the requests that a library makes of it, with state and assertions. */
export async function createCollection(document: OpenApi, plot: Plot): Promise<Collection> {
  const operations = operationsIn(document);
  const maker = new RequestMaker(await convert(document), operations);
  const folderOf = (operation: Operation): Folder => operationFolder(maker, operation, plot);
  const { setup } = plot;
  const opening: Folder = {
    name: 'Setup',
    description: 'Sets up an empty system and makes what the other folders need. Run it first.',
    item: [
      operationFolder(maker, maker.operation(setup.operation), plot),
      ...setup.steps.map((step) => given(maker, step)),
    ],
  };
  const folders = document.tags.map(
    ({ name, description }): Folder => ({
      name,
      ...(description !== undefined && { description }),
      item: operations.filter((each) => each.tag === name && each.name !== setup.operation).map(folderOf),
    }),
  );
  return {
    info: {
      name: document.info.title,
      description: document.info.description ?? '',
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    auth: bearer(OWNER),
    variable: [
      { key: 'baseUrl', value: 'http://127.0.0.1:8000/v1' },
      { key: 'setupToken', value: '' },
      { key: 'patience', value: '50' },
    ],
    item: [opening, ...folders],
  };
}

function operationFolder(maker: RequestMaker, operation: Operation, plot: Plot): Folder {
  const { name, summary } = operation;
  const story = plot.stories[name];
  const permission = plot.permissions.get(name);
  if (!story || permission === undefined) throw new Error(`There is no story of ${name}.`);
  const before = name === plot.setup.operation ? plot.begin : [];
  return {
    name: summary,
    description: name,
    item: [
      ...(story.given ?? []).map((step) => given(maker, step)),
      success(maker, operation, story, before),
      ...refusalsOf(operation, permission, story).map((refused) => refusal(maker, operation, refused)),
    ],
  };
}

function given(maker: RequestMaker, step: Step): Item {
  const operation = maker.operation(step.operation);
  const { status = operation.status, until, keep } = step;
  const test = [
    ...statusTest(status),
    ...(until || keep ? reading().slice(0, 1) : []),
    ...(until ? again(until) : []),
    ...(keep ? keeping(keep) : []),
  ];
  return item(`given ${operation.name}`, withoutWords(maker.request(operation, step)), test);
}

function success(maker: RequestMaker, operation: Operation, story: Story, before: readonly string[]): Item {
  const { keep, checks = {}, after = [] } = story;
  const sent = echoOf(operation, story);
  const parts = hasParts('body', { ...sent, ...story.expect });
  const read = operation.status !== 204;
  const test = [
    ...statusTest(operation.status),
    ...(read ? reading(story.text) : []),
    ...(parts.length > 0 ? bodyTest('it is about what was asked', parts) : []),
    ...(operation.required.length > 0 && !story.text
      ? bodyTest('it has every field that must be there', operation.required)
      : []),
    ...(story.list ? listTests(story.list) : []),
    ...Object.entries(checks).flatMap(([title, line]) => bodyTest(title, line.split('\n'))),
    ...(keep ? keeping(keep) : []),
    ...maker.after(after),
  ];
  const request = maker.request(operation, story);
  return item(successName(operation), request, test, before);
}

function refusal(maker: RequestMaker, operation: Operation, refused: Refused): Item {
  const { name, code, field } = refused;
  const { status } = errors[code];
  const lines = [
    `pm.expect(body).to.include({ status: ${status}, code: '${code}' });`,
    "pm.expect(body.requestId).to.equal(pm.response.headers.get('X-Request-Id'));",
    ...(field === undefined
      ? []
      : [`pm.expect(body.errors.map(({ path }) => path[0])).to.include('${field}');`]),
  ];
  const test = [...statusTest(status), ...reading().slice(0, 1), ...bodyTest(`it says ${code}`, lines)];
  const request = maker.request(operation, refused);
  return item(`${operation.name}: ${status} ${name}`, withoutWords(request), test);
}

/** What was sent and must stand in the answer. */
function echoOf(operation: Operation, { input = {}, differs = [] }: Story): Fields {
  const inPath = new Set([...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
  const echoed = ([field]: [string, unknown]) =>
    operation.answered.has(field) &&
    !['version', ...differs].includes(field) &&
    (inPath.has(field) || operation.body !== undefined);
  return Object.fromEntries(Object.entries(input).filter(echoed));
}

/** The success has said it all already. */
function withoutWords(request: Item['request']): Item['request'] {
  const { description: _, ...rest } = request;
  const plain = <F extends { readonly description?: string; readonly disabled?: boolean }>(
    fields: readonly F[],
  ) => fields.filter(({ disabled }) => !disabled).map(({ description: _, ...field }) => field);
  return {
    ...rest,
    header: plain(rest.header),
    url: { ...rest.url, query: plain(rest.url.query ?? []), variable: plain(rest.url.variable ?? []) },
  };
}
