// What holds answers to the document must itself refuse those that are not as it says.
import examples from '@cashwrap/contract/examples';
import { describe, expect, test } from 'vitest';
import { entryOf, expectAllowed, expectDocumented, expectDocumentedData } from './documented.ts';
import type { Answer, Json } from './support.ts';

const entry = entryOf({ name: 'stores.create' });
const { input, output }: Json = examples['stores.create'] ?? {};
const problem = { type: 'x', title: 'X', detail: 'x', requestId: 'x', retryable: false };

const created = (changes: Partial<Omit<Answer, 'headers'>> & { headers?: object } = {}): Answer => {
  const { status = 201, headers = {} } = changes;
  // As it comes over the wire: a field that is not there has no name either.
  const body = JSON.parse(JSON.stringify(changes.body ?? output));
  const usual = {
    'content-type': 'application/json',
    'x-request-id': '01936f5e-7c3a-7b1e-9d0a-4f2b8c6d1e00',
    location: `/v1/stores/${output.id}`,
  };
  return { status, body, headers: new Headers({ ...usual, ...headers }) };
};

test('an answer as the document has it is let pass', () => {
  expectDocumented(entry, created());
  expectDocumentedData(entry, output);
  expectAllowed(entry, input);
});

describe('is caught', () => {
  const asProblem = { 'content-type': 'application/problem+json' };
  test.each<[string, Answer]>([
    ['another success', created({ status: 200 })],
    ['no header', created({ headers: { location: '' } })],
    ['another type', created({ headers: { 'content-type': 'text/html' } })],
    ['a field less', created({ body: { ...output, name: undefined } })],
    ['a field of another type', created({ body: { ...output, version: '1' } })],
    [
      'a status that it has not',
      created({ status: 418, headers: asProblem, body: { ...problem, status: 418 } }),
    ],
    [
      'a code that it has not',
      created({ status: 400, headers: asProblem, body: { ...problem, status: 400, code: 'NO_LINES' } }),
    ],
  ])('%s', (_, answer) => {
    expect(() => expectDocumented(entry, answer)).toThrow();
  });

  test('what tRPC answers beside it', () => {
    expect(() => expectDocumentedData(entry, { ...output, id: 7 })).toThrow();
    expect(() => expectDocumentedData(entryOf({ name: 'auth.logout' }), {})).toThrow();
  });

  test.each<[string, string, Json]>([
    ['a field too many', 'stores.create', { ...input, unknown: 1 }],
    ['a field less', 'stores.create', { ...input, name: undefined }],
    ['a parameter that is none', 'stores.list', { unknown: 'x' }],
    ['a parameter of another type', 'stores.list', { limit: 'many' }],
    ['no id', 'stores.get', {}],
  ])('that %s was taken', (_, name, taken) => {
    expect(() => expectAllowed(entryOf({ name }), JSON.parse(JSON.stringify(taken)))).toThrow();
  });
});
