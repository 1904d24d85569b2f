import { mkdtempDisposableSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Change, ChangeClass } from '../src/contract-changes/change.ts';
import { announcesMajor, readChangeset } from '../src/contract-changes/changesets.ts';
import { checkContract, checkOf, PRESENT, reportOf } from '../src/contract-changes/check.ts';
import { contractChanges } from '../src/contract-changes/contract-changes.ts';
import type { Json } from '../src/contract-changes/json.ts';
import { type Document, documentsOfOperations, mutationsOf } from './contract-mutations.ts';

const present: Document = JSON.parse(readFileSync(PRESENT, 'utf8'));

/** A document as it is published: what is compared is JSON. */
function published(document: object): Json {
  return JSON.parse(JSON.stringify(document));
}

const RANK: Readonly<Record<ChangeClass, number>> = { none: 0, additive: 1, breaking: 2 };

/** What all changes come to. */
function worstOf(changes: readonly Change[]): ChangeClass {
  return changes.reduce<ChangeClass>(
    (worst, each) => (RANK[each.class] > RANK[worst] ? each.class : worst),
    'none',
  );
}

test('the contract breaks nothing that was released, or a changeset announces it', () => {
  const check = checkContract();
  expect(check.ok, reportOf(check)).toBe(true);
});

test('what breaks is listed, and may be released by a major changeset only', () => {
  const added = { class: 'additive', at: 'GET /x', what: 'is new' } as const;
  const broken = { class: 'breaking', at: 'GET /y', what: 'is gone' } as const;
  expect(checkOf([added], false).ok).toBe(true);
  expect(checkOf([added, broken], true).ok).toBe(true);
  const check = checkOf([added, broken], false);
  expect(check.ok).toBe(false);
  expect(reportOf(check).split('\n')).toEqual([
    'Changes since the last released contract:',
    'breaking  GET /y is gone',
    'additive  GET /x is new',
    '1 breaking, 1 additive, 0 of words only',
    expect.stringContaining('"@cashwrap/contract": major'),
  ]);
});

test('a document does not differ from itself', () => {
  expect(contractChanges(published(present), published(present))).toEqual([]);
});

test('a planted change of any operation is found, and has its class', () => {
  const documents = documentsOfOperations(present);
  const anyPlace = fc.record({ operation: fc.nat({ max: documents.length - 1 }), pick: fc.nat() });
  const planted = new Set<ChangeClass>();
  fc.assert(
    fc.property(anyPlace, ({ operation, pick }) => {
      const before = published(documents[operation] ?? {});
      const changed = structuredClone(documents[operation]);
      const mutations = changed ? mutationsOf(changed) : [];
      const mutation = mutations[pick % mutations.length];
      mutation?.apply();
      const changes = contractChanges(before, published(changed ?? {}));
      const told = `${mutation?.what}: ${JSON.stringify(changes)}`;
      expect(changes.length, told).toBeGreaterThan(0);
      expect(worstOf(changes), told).toBe(mutation?.class);
      planted.add(worstOf(changes));
    }),
    { numRuns: 250 },
  );
  expect([...planted].sort()).toEqual(['additive', 'breaking', 'none']);
});

describe('what a schema comes to be', () => {
  /** The worst of a change of what is sent, and of what is answered. */
  const classesOf = (before: Json, after: Json) => {
    const media = (schema: Json) => ({ content: { 'application/json': { schema } } });
    const sent = (schema: Json) => ({ requestBody: media(schema), responses: {} });
    const answered = (schema: Json) => ({ responses: { 200: { description: '', ...media(schema) } } });
    const document = (operation: object) => published({ paths: { '/x': { post: operation } } });
    return [sent, answered].map((of) => worstOf(contractChanges(document(of(before)), document(of(after)))));
  };
  const text = { type: 'string' };
  const kind = (type: string) => ({
    type: 'object',
    properties: { type: { const: type } },
    required: ['type'],
  });
  const fields = { type: 'object', properties: { a: text }, required: ['a'] };

  test.each<[string, Json, Json, ChangeClass, ChangeClass]>([
    ['null as well', text, { type: ['string', 'null'] }, 'additive', 'breaking'],
    ['null as well, by a union', text, { anyOf: [text, { type: 'null' }] }, 'additive', 'breaking'],
    [
      'the same by other words',
      { type: ['string', 'null'] },
      { anyOf: [text, { type: 'null' }] },
      'none',
      'none',
    ],
    ['a whole number no longer', { type: 'integer' }, { type: 'number' }, 'additive', 'breaking'],
    ['a text, not a number', { type: 'integer' }, text, 'breaking', 'breaking'],
    ['anything', text, {}, 'additive', 'breaking'],
    ['one kind more', { oneOf: [kind('a')] }, { oneOf: [kind('a'), kind('b')] }, 'additive', 'additive'],
    ['one kind less', { oneOf: [kind('a'), kind('b')] }, { oneOf: [kind('a')] }, 'breaking', 'additive'],
    [
      'the kinds in another order',
      { oneOf: [kind('a'), kind('b')] },
      { oneOf: [kind('b'), kind('a')] },
      'none',
      'none',
    ],
    [
      'a kind that has lost its tag',
      { oneOf: [kind('a'), kind('b')] },
      { oneOf: [kind('a'), fields] },
      'breaking',
      'breaking',
    ],
    ['one value more', { enum: ['a'] }, { enum: ['a', 'b'] }, 'additive', 'additive'],
    ['listed values', text, { ...text, enum: ['a'] }, 'breaking', 'additive'],
    ['any text', { ...text, enum: ['a'] }, text, 'additive', 'breaking'],
    ['another pattern', { ...text, pattern: 'a' }, { ...text, pattern: 'b' }, 'breaking', 'breaking'],
    ['the same patterns', { ...text, pattern: 'a' }, { ...text, allOf: [{ pattern: 'a' }] }, 'none', 'none'],
    ['a default', text, { ...text, default: '' }, 'additive', 'none'],
    ['open to other fields', { ...fields, additionalProperties: false }, fields, 'additive', 'additive'],
    ['closed to other fields', fields, { ...fields, additionalProperties: false }, 'breaking', 'additive'],
    [
      'a field named that was taken',
      { type: 'object' },
      { type: 'object', properties: { a: text } },
      'breaking',
      'additive',
    ],
    [
      'longer names',
      { propertyNames: { maxLength: 1 } },
      { propertyNames: { maxLength: 2 } },
      'additive',
      'breaking',
    ],
    ['items of another type', { items: text }, { items: { type: 'null' } }, 'breaking', 'breaking'],
  ])('%s', (_, before, after, request, response) => {
    expect(classesOf(before, after)).toEqual([request, response]);
  });

  test('is compared through what is shared, which may lead back to itself, and told of once', () => {
    const node = (more: object) => ({
      type: 'object',
      properties: { children: { type: 'array', items: { $ref: '#/components/schemas/Node' } }, ...more },
    });
    const document = (more: object) => {
      const content = { 'application/json': { schema: { anyOf: [{ $ref: '#/components/schemas/Node' }] } } };
      const get = { responses: { 200: { description: '', content } } };
      return published({
        paths: { '/a': { get }, '/b': { get } },
        components: { schemas: { Node: node(more) } },
      });
    };
    const changes = contractChanges(document({ name: text }), document({}));
    expect(changes.map(({ at }) => at)).toEqual(['schema Node in a response: name']);
  });

  test('with a keyword that the rules do not know fails, rather than pass', () => {
    expect(() => classesOf({ not: text }, { not: text })).toThrow(
      'what a change of "not" means is not known',
    );
  });
});

describe('without a breaking change', () => {
  const text = { type: fc.constant('string') };
  /** Small schemas; `others` is what they may say of fields that they do not name. */
  const schemas = (others: fc.Arbitrary<Json>): fc.Arbitrary<Json> =>
    fc.letrec<{ schema: Json }>((tie) => ({
      schema: fc.oneof(
        { maxDepth: 2, withCrossShrink: true },
        fc.constantFrom<Json>({}, { type: 'null' }, { type: 'number' }, { type: ['integer', 'null'] }),
        fc.record(
          { type: fc.constant('integer'), minimum: fc.nat({ max: 2 }), maximum: fc.nat({ max: 3 }) },
          { requiredKeys: ['type'] },
        ),
        fc.record(
          { ...text, minLength: fc.nat({ max: 2 }), maxLength: fc.nat({ max: 2 }) },
          { requiredKeys: ['type'] },
        ),
        fc.record({ ...text, allOf: fc.subarray([{ pattern: '^a' }, { pattern: 'b$' }], { minLength: 1 }) }),
        fc.record(
          { type: fc.constant('array'), items: tie('schema'), maxItems: fc.nat({ max: 2 }) },
          { requiredKeys: ['type'] },
        ),
        fc.record(
          {
            type: fc.constant('object'),
            properties: fc.dictionary(fc.constantFrom('a', 'b'), tie('schema'), { maxKeys: 2 }),
            required: fc.subarray(['a', 'b']),
            additionalProperties: others,
          },
          { requiredKeys: ['type'] },
        ),
        fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
      ),
    })).schema;
  const scalars = [null, true, 0, 1, 3, 1.5, -1, '', 'a', 'ab', 'cb', 'abc'];
  const values: readonly Json[] = [
    ...scalars,
    {},
    [],
    ...scalars.flatMap((a) => [[a], [a, 'a', 1], { a }, { b: [a] }, { c: a }, { a: { a } }]),
    ...scalars.flatMap((a) => scalars.map((b) => ({ a, b }))),
  ];
  const ajv = new Ajv2020({ strict: false });

  test.each([
    {
      what: 'every input that was right is right',
      operation: (schema: Json) => ({ requestBody: { content: { a: { schema } } }, responses: {} }),
      others: fc.constantFrom<Json>(true, false, { type: 'number' }, { type: 'null' }),
      isRightIn: (before: Json, after: Json) => [before, after],
    },
    {
      what: 'every answer that is right was right before',
      operation: (schema: Json) => ({ responses: { 200: { content: { a: { schema } } } } }),
      // Answers are open to more fields.
      others: fc.constant<Json>(true),
      isRightIn: (before: Json, after: Json) => [after, before],
    },
  ])('$what', ({ operation, others, isRightIn }) => {
    let compared = 0;
    const document = (schema: Json) => published({ paths: { '/x': { post: operation(schema) } } });
    const schema = schemas(others);
    fc.assert(
      fc.property(schema, schema, (before, after) => {
        if (worstOf(contractChanges(document(before), document(after))) === 'breaking') return;
        const [isGiven, isRight] = isRightIn(before, after).map((each) => ajv.compile(Object(each)));
        const wrong = values.filter((value) => isGiven?.(value) && !isRight?.(value));
        expect(wrong).toEqual([]);
        compared += 1;
      }),
      { numRuns: 2000 },
    );
    expect(compared).toBeGreaterThan(50);
  });
});

describe('changesets', () => {
  test.each([
    ['---\n"@cashwrap/contract": major\n---\n\nSays why.\n', 'major'],
    ["---\n'@cashwrap/sdk': minor\n'@cashwrap/contract': patch\n---\n", 'patch'],
    ['---\r\n@cashwrap/contract: minor\r\n---\r\n', 'minor'],
    ['---\n---\n', undefined],
  ])('say how far a package moves: %j', (text, bump) => {
    expect(readChangeset('some.md', text).get('@cashwrap/contract')).toBe(bump);
  });

  test('that cannot be read are named', () => {
    expect(() => readChangeset('brave-cats.md', 'Words.')).toThrow('brave-cats.md: a changeset starts');
    expect(() => readChangeset('brave-cats.md', '---\n"a": huge\n---\n')).toThrow(
      'brave-cats.md: ""a": huge"',
    );
  });

  test('announce a major version only for the package that they name', () => {
    using folder = mkdtempDisposableSync(join(tmpdir(), 'cashwrap-changesets-'));
    const url = pathToFileURL(`${folder.path}/`);
    writeFileSync(join(folder.path, 'README.md'), 'No changeset.');
    writeFileSync(join(folder.path, 'one.md'), '---\n"@cashwrap/sdk": major\n---\n');
    expect(announcesMajor(url, '@cashwrap/contract')).toBe(false);
    writeFileSync(join(folder.path, 'two.md'), '---\n"@cashwrap/contract": major\n---\n');
    expect(announcesMajor(url, '@cashwrap/contract')).toBe(true);
  });
});
