import { readFile } from 'node:fs/promises';
import { contract, type ErrorCode, errors, operationsOf } from '@cashwrap/contract';
import { newId } from '@cashwrap/database';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { document, entryOf, expectDocumented, mistakes, resolved } from './documented.ts';
import { openRegistration, performSample } from './perform-sample.ts';
import { callRest, type OperationName, type Seeded, samples, seedDocuments } from './samples.ts';
import { type Json, type Shop, startTestServer, type TestServer } from './support.ts';

const operations = operationsOf(contract).map(({ name, operation }) => ({
  name: name as OperationName,
  operation,
}));
/** The code of the problem that a schema refers to. */
function problemCode(schema: Json): string {
  return resolved(schema).allOf[1].properties.code.const;
}

describe('the document', () => {
  test('has only patterns that tools read alike with and without the Unicode flag', () => {
    const patterns = [...JSON.stringify(document).matchAll(/"pattern":("(?:[^"\\\\]|\\\\.)*")/g)];
    expect(patterns.length).toBeGreaterThan(5);
    for (const [, quoted] of patterns) {
      const pattern = JSON.parse(quoted ?? '');
      expect(pattern).not.toContain('\\p{');
      for (const text of ['COF-250', 'Käse', 'a', '12']) {
        expect(new RegExp(pattern).test(text)).toBe(new RegExp(pattern, 'u').test(text));
      }
    }
  });

  const parametersOfAll = (): Json[] => operations.flatMap((each) => entryOf(each).parameters ?? []);

  test('describes every parameter beside its schema: the reference page shows no other words', () => {
    expect(parametersOfAll().filter(({ description }) => !/\.$/.test(description))).toEqual([]);
  });

  test('shows reports with figures that one may meet', () => {
    const row = document.components.schemas.InventoryValuationRow.properties;
    expect([row.currency.example, row.currencyDigits.example]).toEqual(['EUR', 2]);
    expect(
      document.components.schemas.ShiftsReport.properties.totals.items.properties.shiftCount.example,
    ).toBe(12);
  });

  test('gives no example of what may be left out of a query', () => {
    const parameters = parametersOfAll();
    const optional = parameters.filter((parameter: Json) => !parameter.required);
    expect(optional.length).toBeGreaterThan(10);
    for (const parameter of optional) {
      expect(parameter.example).toBeUndefined();
      expect(resolved(parameter.schema).example).toBeUndefined();
    }
  });

  test('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate(structuredClone(document));
    expect(result).toEqual({ valid: true });
    expect(document.openapi).toMatch(/^3\.1\./);
  });

  test('is the committed one: run "pnpm gen" where it is not', async () => {
    const committed = await readFile(new URL('../../../openapi.json', import.meta.url), 'utf8');
    expect(JSON.parse(committed)).toEqual(document);
    expect(committed).toBe(`${JSON.stringify(document, null, 2)}\n`);
  });

  test('is what the server serves', async () => {
    await using server = await startTestServer();
    const { status, headers, body } = await server.request('GET', '/openapi.json');
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    expect(body).toEqual(document);
  });

  test('has every operation of the contract, by its tRPC name, and none beside', () => {
    const documented = Object.values<Json>(document.paths).flatMap((item) =>
      Object.values<Json>(item).map((entry) => entry.operationId),
    );
    expect(documented.sort()).toEqual(operations.map(({ name }) => name).sort());
    for (const each of operations) {
      expect(entryOf(each).operationId).toBe(each.name);
      expect(entryOf(each).summary).toBe(each.operation.summary);
    }
  });

  test('refers to nothing that it does not have, and has nothing that is not referred to', () => {
    const referred = new Set(JSON.stringify(document).match(/#\/components\/[^"]+/g) ?? []);
    const { securitySchemes: _, ...components } = document.components;
    const had = Object.entries<Json>(components).flatMap(([kind, those]) =>
      Object.keys(those).map((name) => `#/components/${kind}/${name}`),
    );
    expect([...referred].sort()).toEqual(had.sort());
  });

  test('has each of its tags described', () => {
    const used = new Set(operations.map(({ name }) => name.split('.')[0]));
    expect(document.tags.map((tag: Json) => tag.name)).toEqual([...used]);
    for (const { name, description } of document.tags) expect(description, name).toMatch(/\.$/);
  });

  test('gives examples that its own schemas allow', () => {
    let examples = 0;
    const visit = (node: Json): void => {
      if (node === null || typeof node !== 'object') return;
      // An example stands in a schema, or beside the schema of a parameter or a body.
      const { example, ...rest } = node;
      if (example !== undefined) {
        expect(mistakes(node.schema ?? rest, example), JSON.stringify(node)).toEqual([]);
        examples += 1;
      }
      for (const child of Object.values(node)) visit(child);
    };
    visit(document.paths);
    visit(document.components.schemas);
    expect(examples).toBeGreaterThan(50);
  });
});

describe.each(operations)('$name is documented with', (each) => {
  const { name, operation } = each;
  const { method, path } = operation.rest;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  const rest = Object.entries(operation.input.shape).filter(([name]) => !inPath.includes(name));
  const required = rest.filter(([, schema]) => !schema.safeParse(undefined).success).map(([name]) => name);
  const hasBody = method !== 'GET' && method !== 'DELETE';

  test('every parameter where it is given', () => {
    const parameters: Json[] = entryOf(each).parameters ?? [];
    const of = (where: string) =>
      parameters
        .filter((parameter) => parameter.in === where)
        .map(({ name, required = false }) => [name, required]);
    expect(of('path')).toEqual(inPath.map((name) => [name, true]));
    // Beside a file that is the body, the other fields are in the query; beside JSON they are not.
    const { upload } = operation.rest;
    const besideFile = upload
      ? rest.filter(([name]) => name !== upload.field).map(([name]) => [name, false])
      : [];
    expect(of('query').sort()).toEqual(
      hasBody ? besideFile.sort() : rest.map(([name]) => [name, required.includes(name)]).sort(),
    );
    const key = operation.kind === 'mutation' ? (operation.idempotency ?? 'optional') : 'none';
    const approvable = operation.kind === 'mutation' && operation.approvals !== undefined;
    expect(of('header')).toEqual([
      ...(key === 'none' ? [] : [['Idempotency-Key', key === 'required']]),
      ...(approvable ? [['Approval', false]] : []),
      ...(name === 'auth.pinLogin' ? [['Register-Token', true]] : []),
      ...(name === 'approvals.create' ? [['Register-Token', false]] : []),
      ...(operation.rest.conditional ? [['If-None-Match', false]] : []),
    ]);
    for (const parameter of parameters) expect(parameter.schema).toBeDefined();
  });

  test('its body, closed at every level', () => {
    const body = entryOf(each).requestBody;
    // With an id in its path an operation may have nothing more to be sent.
    if (!hasBody || (rest.length === 0 && inPath.length > 0)) {
      expect(body).toBeUndefined();
      return;
    }
    const { schema } = body.content['application/json'];
    const { upload } = operation.rest;
    expect(Object.keys(body.content)).toEqual(['application/json', ...(upload ? [upload.mediaType] : [])]);
    expect(body.required ?? false).toBe(required.length > 0);
    expect(Object.keys(schema.properties).sort()).toEqual(rest.map(([name]) => name).sort());
    expect([...(schema.required ?? [])].sort()).toEqual(required.sort());
    const visit = (node: Json): void => {
      if (node === null || typeof node !== 'object') return;
      // The names in a record are the caller's own: it says how they must look instead.
      if (node.type === 'object' && !node.oneOf && !node.propertyNames)
        expect(node.additionalProperties, JSON.stringify(node)).toBe(false);
      for (const child of Object.values(node)) visit(child);
    };
    visit(schema);
  });

  test('who may call it', () => {
    const { permission } = operation;
    // Said by hand: what takes no permission is closed to API keys, but for these.
    const takesKeys =
      permission !== 'signed_in' || ['auth.me', 'permissions.list', 'approvals.requests.get'].includes(name);
    expect(entryOf(each).security).toEqual(
      permission === 'public' ? [] : [{ bearer: [] }, ...(takesKeys ? [{ apiKey: [] }] : [])],
    );
    for (const scheme of Object.values(document.components.securitySchemes)) {
      expect(scheme).toMatchObject({ type: 'http', scheme: 'bearer' });
    }
  });

  test('every status that it can answer', () => {
    const keyed = operation.kind === 'mutation' && operation.idempotency !== 'none';
    const codes: ErrorCode[] = [
      'INVALID_INPUT',
      'RATE_LIMITED',
      'INTERNAL',
      'UNAVAILABLE',
      ...(operation.permission === 'public' ? [] : (['UNAUTHENTICATED', 'TOKEN_EXPIRED'] as const)),
      ...(operation.scope ? (['FORBIDDEN'] as const) : []),
      // Said by hand: what takes no permission is closed to API keys, but for these.
      ...(operation.permission === 'signed_in' &&
      !['auth.me', 'permissions.list', 'approvals.requests.get'].includes(name)
        ? (['FORBIDDEN'] as const)
        : []),
      ...(operation.permission === 'public' ||
      ['auth.me', 'auth.changePassword', 'auth.logout'].includes(name)
        ? []
        : (['PASSWORD_CHANGE_REQUIRED'] as const)),
      ...(hasBody ? (['MALFORMED_JSON', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const) : []),
      ...(keyed ? (['IDEMPOTENCY_MISMATCH', 'IDEMPOTENCY_IN_PROGRESS'] as const) : []),
      ...(operation.kind === 'mutation' && operation.idempotency === 'required'
        ? (['IDEMPOTENCY_KEY_REQUIRED'] as const)
        : []),
      ...(operation.errors ?? []),
    ];
    const isEmpty = operation.output.safeParse(null).success;
    const success = isEmpty ? '204' : operation.rest.creates ? '201' : '200';
    const statuses = new Set([success, ...codes.map((code) => String(errors[code].status))]);
    if (operation.rest.conditional) statuses.add('304');
    const { responses } = entryOf(each);
    expect(Object.keys(responses).sort()).toEqual([...statuses].sort());
    for (const code of codes) expect(responses[errors[code].status].description).toContain(`\`${code}\``);
    for (const [status, response] of Object.entries<Json>(responses)) {
      expect(response.headers).toHaveProperty('X-Request-Id');
      if (['204', '304'].includes(status)) expect(response.content).toBeUndefined();
      else if (status < '300') {
        const { download, media = [] } = operation.rest;
        const isFile = download ? !download.beside : 'mediaType' in ((operation.output as Json).shape ?? {});
        const types = [
          ...(isFile ? [] : ['application/json']),
          ...media,
          ...(download ? [download.mediaType] : []),
        ];
        expect(Object.keys(response.content)).toEqual(types);
        for (const type of types) expect(response.content[type].schema).toBeDefined();
        expect('Content-Disposition' in response.headers).toBe(download !== undefined);
      } else {
        const those = codes.filter((code) => String(errors[code].status) === status);
        const { schema, examples } = response.content['application/problem+json'];
        expect((schema.oneOf ?? [schema]).map(problemCode).sort()).toEqual([...new Set(those)].sort());
        expect(Object.keys(examples).sort()).toEqual([...new Set(those)].sort());
      }
    }
    for (const status of [success, '304']) {
      if (!(status in responses)) continue;
      expect('ETag' in responses[status].headers).toBe(operation.rest.conditional === true);
    }
    expect('Location' in responses[success].headers).toBe(success === '201');
    expect('Idempotent-Replayed' in responses[success].headers).toBe(keyed);
    expect(responses['503'].headers).toHaveProperty('Retry-After');
  });
});

test('filters are described in their own words, also where they may be left out', () => {
  const words = operations.flatMap((each) => {
    const { shape } = each.operation.input;
    return (entryOf(each).parameters ?? []).flatMap(({ name, description }: Json) => {
      const own = shape[name]?.meta()?.description;
      return own === undefined ? [] : [[`${each.name} ${name}`, own, description]];
    });
  });
  expect(words).toContainEqual([
    'inventory.levels categoryId',
    ...Array(2).fill(expect.stringContaining('below')),
  ]);
  for (const [where, own, told] of words) expect(told, where).toContain(own);
});

describe('real answers fit the document', () => {
  let server: TestServer;
  let shop: Shop;
  let seeded: Seeded;

  beforeAll(async () => {
    server = await startTestServer();
    shop = await server.seedShop();
    seeded = await seedDocuments(server, shop);
    await openRegistration(server, shop);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test.each(operations)('of $name, when it goes well', async (each) => {
    const { name, operation } = each;
    const { input, answer } = await performSample({ server, shop, seeded }, name);
    expect([name, answer.status < 300]).toEqual([name, true]);
    expectDocumented(entryOf(each), answer);
    // What was sent fits the document, too: a caller who goes by it is understood.
    const sent = entryOf(each).requestBody?.content['application/json'].schema;
    const inBody = Object.fromEntries(
      Object.entries(input).filter(([field]) => !operation.rest.path.includes(`{${field}}`)),
    );
    if (sent) expect(mistakes(sent, inBody)).toEqual([]);
  });

  test.each(operations)('of $name, when it is refused', async (each) => {
    const { operation, name } = each;
    const input = samples[name](shop, seeded);
    const refusals = [
      await callRest(server, operation, { ...input, unknown: 1 }, { token: shop.owner }),
      await callRest(server, operation, input, { token: await server.signInAs(null) }),
      ...('id' in input
        ? [await callRest(server, operation, { ...input, id: newId() }, { token: shop.owner })]
        : []),
      ...(operation.permission === 'public' ? [] : [await callRest(server, operation, input)]),
      ...(operation.rest.method === 'GET' || operation.rest.method === 'DELETE'
        ? []
        : [
            await server.request(
              operation.rest.method,
              `/v1${operation.rest.path.replace('{id}', newId())}`,
              {
                token: shop.owner,
                body: '{',
                headers: { 'content-type': 'application/json' },
              },
            ),
          ]),
    ];
    expect(refusals.filter(({ status }) => status >= 400).length).toBeGreaterThan(0);
    for (const answer of refusals) expectDocumented(entryOf(each), answer);
  });
});
