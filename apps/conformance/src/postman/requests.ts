import type { Requests } from './convert.ts';
import type { Operation } from './openapi.ts';
import type { Auth, Event, Field, Item, Request } from './postman.ts';
import { ABOUT_BODY, hasParts, literal, template } from './scripts.ts';
import type { After, Call, Fields, Value } from './story.ts';

/** The variable with the token of the owner, with which the collection calls where nothing else is said. */
export const OWNER = 'accessToken';

/** Makes the requests of calls. */
export class RequestMaker {
  readonly #requests: Requests;
  readonly #operations: ReadonlyMap<string, Operation>;

  constructor(requests: Requests, operations: readonly Operation[]) {
    this.#requests = requests;
    this.#operations = new Map(operations.map((operation) => [operation.name, operation]));
  }

  operation(name: string): Operation {
    const operation = this.#operations.get(name);
    if (!operation) throw new Error(`The document has no operation ${name}.`);
    return operation;
  }

  request(operation: Operation, call: Omit<Call, 'operation'>): Request {
    const made = this.#requests.get(`${operation.method} ${postmanPath(operation)}`);
    if (!made) throw new Error(`The converter has made no request of ${operation.name}.`);
    const { path, query, body } = place(operation, call.input ?? {});
    const auth = authOf(call.as);
    return {
      ...made,
      ...(auth && { auth }),
      header: headers(made.header, call.headers ?? {}),
      url: {
        ...made.url,
        query: queryFields(made.url.query ?? [], query),
        variable: (made.url.variable ?? []).map((field) => ({
          ...field,
          value: plain(path[field.key] ?? ''),
        })),
      },
      ...(body && { body: { mode: 'raw', raw: template(body), options: { raw: { language: 'json' } } } }),
    };
  }

  /** An assertion that makes further calls when the answer is there, one after the other. */
  after(calls: readonly After[]): string[] {
    if (calls.length === 0) return [];
    const answers = calls.map((call) => `${call.operation} answers ${this.#statusOf(call)}`);
    return [
      `pm.test('${ABOUT_BODY}afterwards ${answers.join(', ')}', (done) => {`,
      ...this.#calls(calls).map((line) => `  ${line}`),
      '});',
    ];
  }

  #statusOf({ operation, status }: After): number {
    return status ?? this.operation(operation).status;
  }

  #calls([call, ...others]: readonly After[]): string[] {
    if (!call) return ['done();'];
    const parts = call.expect ? ['const read = response.json();', ...hasParts('read', call.expect)] : [];
    return [
      `pm.sendRequest(${this.#sent(call)}, (error, response) => {`,
      '  try {',
      '    pm.expect(error).to.equal(null);',
      `    pm.expect(response.code, response.text()).to.equal(${this.#statusOf(call)});`,
      ...parts.map((line) => `    ${line}`),
      '  } catch (problem) {',
      '    done(problem);',
      '    return;',
      '  }',
      ...this.#calls(others).map((line) => `  ${line}`),
      '});',
    ];
  }

  /** The request in JavaScript. */
  #sent({ operation: name, input = {}, as = OWNER, headers }: After): string {
    const operation = this.operation(name);
    const { path, query, body } = place(operation, input);
    const filled = operation.path.replaceAll(/\{(\w+)\}/g, (_, field: string) => plain(path[field] ?? ''));
    const search = Object.entries(query).map(([field, value]) => `${field}=${plain(value)}`);
    const header = {
      ...(as !== null && { Authorization: `Bearer {{${as}}}` }),
      ...(operation.method !== 'GET' && { 'Idempotency-Key': '{{$guid}}' }),
      ...(body && { 'Content-Type': 'application/json' }),
      ...headers,
    };
    const fields = Object.entries(header).map(([field, value]) => `'${field}': ${literal(value)}`);
    const parts = [
      `method: '${operation.method}'`,
      `url: ${literal(`{{baseUrl}}${filled}${search.length > 0 ? `?${search.join('&')}` : ''}`)}`,
      `header: { ${fields.join(', ')} }`,
      ...(body ? [`body: { mode: 'raw', raw: ${literal(template(body))} }`] : []),
    ];
    return `{ ${parts.join(', ')} }`;
  }
}

/** A request with its script. */
export function item(
  name: string,
  request: Request,
  test: readonly string[],
  before: readonly string[] = [],
): Item {
  const event = (listen: Event['listen'], exec: readonly string[]): Event[] =>
    exec.length > 0 ? [{ listen, script: { type: 'text/javascript', exec } }] : [];
  const { query = [], variable = [], ...url } = request.url;
  return {
    name,
    event: [...event('prerequest', before), ...event('test', test)],
    request: {
      ...request,
      url: { ...url, ...(query.length > 0 && { query }), ...(variable.length > 0 && { variable }) },
    },
  };
}

interface Placed {
  readonly path: Fields;
  readonly query: Fields;
  readonly body: Fields | undefined;
}

/** What of an input goes where. */
function place(operation: Operation, input: Fields): Placed {
  const inPath = new Set([...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
  const entries = Object.entries(input);
  const path = Object.fromEntries(entries.filter(([name]) => inPath.has(name)));
  const rest = Object.fromEntries(entries.filter(([name]) => !inPath.has(name)));
  return operation.body ? { path, query: {}, body: rest } : { path, query: rest, body: undefined };
}

function postmanPath({ path }: Operation): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

function authOf(as: Call['as']): Auth | undefined {
  if (as === undefined) return undefined;
  return as === null ? { type: 'noauth' } : bearer(as);
}

export function bearer(variable: string): Auth {
  return { type: 'bearer', bearer: [{ key: 'token', value: `{{${variable}}}` }] };
}

/** The headers of the document: those that may be left out are, but for the key that makes a retry safe. */
function headers(known: readonly Field[], given: Readonly<Record<string, string>>): Field[] {
  const values: Readonly<Record<string, string>> = {
    ...{ 'Idempotency-Key': '{{$guid}}', 'Content-Type': 'application/json' },
    ...given,
  };
  const documented = known
    .filter(({ key }) => key !== 'Accept')
    .map((field) => {
      const value = values[field.key];
      return value === undefined ? { ...field, disabled: true } : { ...field, value };
    });
  const others = Object.entries(given).filter(([name]) => !known.some(({ key }) => key === name));
  return [...documented, ...others.map(([key, value]) => ({ key, value }))];
}

function queryFields(known: readonly Field[], query: Fields): Field[] {
  const values = (value: Value): readonly Value[] => (Array.isArray(value) ? value : [value]);
  const sent = Object.entries(query).flatMap(([key, value]) =>
    values(value).map((each) => ({ ...known.find((field) => field.key === key), key, value: plain(each) })),
  );
  const left = known.filter(({ key }) => !(key in query)).map((field) => ({ ...field, disabled: true }));
  return [...sent, ...left];
}

/** A value as it stands in a path or query, where a number is text as well. */
function plain(value: Value): string {
  return String(value).replace('{{#', '{{');
}
