import { readFile } from 'node:fs/promises';
import type { Json } from '@cashwrap/server/testing/support';
import { expect, test } from 'vitest';
import { lintOpenApi } from '../src/openapi-lint.ts';

const text = await readFile(new URL('../../../openapi.json', import.meta.url), 'utf8');

test('the document passes every rule', async () => {
  expect(await lintOpenApi(text)).toEqual([]);
});

/** A document of some operations, which is linted in a moment. */
function excerpt(): Json {
  const document: Json = JSON.parse(text);
  const paths = ['/tax-categories', '/tax-categories/{id}'];
  document.paths = Object.fromEntries(paths.map((path) => [path, document.paths[path]]));
  const isUsed = (kind: string, name: string) =>
    JSON.stringify(document).includes(`"#/components/${kind}/${name}"`);
  for (let dropped = true; dropped; ) {
    dropped = false;
    for (const [kind, those] of Object.entries<Json>(document.components)) {
      if (kind === 'securitySchemes') continue;
      for (const name of Object.keys(those)) {
        if (isUsed(kind, name)) continue;
        delete those[name];
        dropped = true;
      }
    }
  }
  const tags = ['taxCategories'];
  document.tags = document.tags.filter(({ name }: Json) => tags.includes(name));
  return document;
}

const whole = JSON.stringify(excerpt());
const list = (document: Json): Json => document.paths['/tax-categories'].get;
const create = (document: Json): Json => document.paths['/tax-categories'].post;
const json = (body: Json): Json => body.content['application/json'];

test('an excerpt of it does, too', async () => {
  expect(await lintOpenApi(whole)).toEqual([]);
});

const planted: readonly (readonly [rule: string, plant: (document: Json) => void])[] = [
  ['struct', (document) => delete document.info.title],
  ['info-license-strict', (document) => delete document.info.license.identifier],
  ['no-empty-servers', (document) => (document.servers = [])],
  ['no-unresolved-refs', (document) => delete document.components.responses.Internal],
  ['no-unused-components', (document) => (document.components.schemas.Forgotten = { type: 'string' })],
  ['security-defined', (document) => delete document.components.securitySchemes.apiKey],
  ['tag-description', (document) => delete document.tags[0].description],
  ['operation-tag-defined', (document) => (list(document).tags = ['taxes'])],
  ['operation-singular-tag', (document) => list(document).tags.push('taxCategories')],
  ['operation-operationId', (document) => delete list(document).operationId],
  ['operation-operationId-unique', (document) => (list(document).operationId = create(document).operationId)],
  ['operation-operationId-url-safe', (document) => (list(document).operationId = 'tax categories')],
  ['operation-summary', (document) => delete list(document).summary],
  ['operation-description', (document) => delete list(document).description],
  ['operation-2xx-response', (document) => delete list(document).responses['200']],
  [
    'operation-4xx-problem-details-rfc7807',
    (document) => {
      document.components.schemas.ProblemBase = { type: 'object', properties: { code: { type: 'string' } } };
    },
  ],
  ['parameter-description', (document) => delete document.components.parameters.limit.description],
  [
    'path-parameters-defined',
    (document) => {
      const { get } = document.paths['/tax-categories/{id}'];
      get.parameters = get.parameters.filter(({ name }: Json) => name !== 'id');
    },
  ],
  ['paths-kebab-case', (document) => (document.paths['/taxCategories'] = document.paths['/tax-categories'])],
  [
    'no-identical-paths',
    (document) => {
      document.paths['/tax-categories/{name}'] = document.paths['/tax-categories/{id}'];
    },
  ],
  ['response-contains-header', (document) => delete list(document).responses['200'].headers['X-Request-Id']],
  [
    'no-invalid-schema-examples',
    (document) => (document.components.schemas.TaxCategory.properties.name.example = 7),
  ],
  ['no-invalid-media-type-examples', (document) => (json(create(document).requestBody).example.name = 7)],
  [
    'no-invalid-media-type-examples',
    (document) => delete json(list(document).responses['200']).example.items,
  ],
  [
    'no-invalid-media-type-examples',
    (document) => {
      document.components.examples.CONFLICT.value.details.currentVersion = 'three';
    },
  ],
  [
    'no-invalid-parameter-examples',
    (document) => {
      const [id] = document.paths['/tax-categories/{id}'].get.parameters;
      id.example = 'COF-250';
    },
  ],
  ['cashwrap/bodies-have-examples', (document) => delete json(create(document).requestBody).example],
  ['cashwrap/bodies-have-examples', (document) => delete json(list(document).responses['200']).example],
  [
    'cashwrap/bodies-have-examples',
    (document) => {
      delete document.components.responses.Internal.content['application/problem+json'].examples;
    },
  ],
];

test.each(planted)('a violation of %s is found', async (rule, plant) => {
  const document = JSON.parse(whole);
  plant(document);
  expect((await lintOpenApi(JSON.stringify(document))).map((problem) => problem.rule)).toContain(rule);
});
