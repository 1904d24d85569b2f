import { expect, test } from 'vitest';
import { explainFailure } from './explain-failure.ts';

const failure = (code: string, details: object = {}) =>
  Object.assign(new Error(`it is ${code}`), { code, ...details });

test.each([
  ['ECONNREFUSED', /^Nothing listens where DATABASE_URL points.*\(it is ECONNREFUSED\)$/],
  ['ENOTFOUND', /host in DATABASE_URL/],
  ['ETIMEDOUT', /host in DATABASE_URL/],
  ['28P01', /password in DATABASE_URL/],
  ['28000', /DATABASE_URL/],
  ['3D000', /database in DATABASE_URL/],
  ['42501', /pnpm migrate up/],
  ['ENOTDIR', /^DATA_DIR/],
  ['EACCES', /^DATA_DIR/],
])('%s is explained', (code, sentence) => {
  expect(explainFailure(failure(code))).toMatch(sentence);
});

test('a host whose addresses all refuse is explained by the first of them', () => {
  const all = Object.assign(new AggregateError([failure('ECONNREFUSED')], ''), { code: 'ECONNREFUSED' });
  expect(explainFailure(all)).toMatch(/DATABASE_URL.*\(it is ECONNREFUSED\)$/);
});

test('a pool that waits in vain is a database that cannot be reached', () => {
  const error = new Error('Connection terminated due to connection timeout');
  expect(explainFailure(error)).toMatch(/DATABASE_URL cannot be reached/);
});

test('an error that wraps another is explained by that, and its own words, which may hold data, are not told', () => {
  const error = new Error('Failed query, params: hunter2', { cause: failure('3D000') });
  expect(explainFailure(error)).toMatch(/does not exist/);
  expect(explainFailure(error)).not.toContain('hunter2');
});

test('what is our own fault is not explained away', () => {
  expect(explainFailure(new TypeError('x is not a function'))).toBeUndefined();
  expect(explainFailure(failure('42P01'))).toBeUndefined();
  expect(explainFailure(failure('ENOENT', { syscall: 'open' }))).toBeUndefined();
});
