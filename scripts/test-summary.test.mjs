import { expect, test } from 'vitest';
import { summarize } from './test-summary.mjs';

const file = (statuses, status = 'passed') => ({
  name: 'a.test.ts',
  status,
  message: 'cannot import',
  assertionResults: statuses.map((state, i) => ({
    ancestorTitles: ['sale'],
    title: `case ${i}`,
    status: state,
    failureMessages: state === 'failed' ? ['expected 1 to be 2\n  at …'] : [],
  })),
});
const result = (...testResults) => ({ folder: 'packages/a', report: { testResults } });
const closing = ({ lines }) => lines.at(-1);

test('a clean run passes, and the closing line has the figures alone', () => {
  const summary = summarize([result(file(['passed', 'passed'])), result(file(['passed']))], false);
  expect(closing(summary)).toBe('3 passed, 0 failed');
  expect(summary.passed).toBe(true);
});

test('a failed test is named with its first line', () => {
  const summary = summarize([result(file(['passed', 'failed'], 'failed'))], true);
  expect(summary.lines.join('\n')).toMatch(/a\.test\.ts > sale > case 1\n {4}expected 1 to be 2\n/);
  expect(closing(summary)).toBe('1 passed, 1 failed');
  expect(summary.passed).toBe(false);
});

test.each(['skipped', 'todo', 'pending'])('a %s test is named and fails the run', (state) => {
  const summary = summarize([result(file(['passed', state]))], false);
  expect(summary.lines.join('\n')).toContain(`sale > case 1 (${state})`);
  expect(closing(summary)).toBe('1 passed, 0 failed');
  expect(summary.passed).toBe(false);
});

test('no report, no tests, a file that does not load and an error outside the tests are failures', () => {
  expect(closing(summarize([{ folder: 'packages/a' }], true))).toBe('0 passed, 1 failed');
  expect(closing(summarize([result()], true))).toBe('0 passed, 1 failed');
  expect(closing(summarize([result(file([], 'failed'))], true))).toBe('0 passed, 1 failed');
  expect(closing(summarize([result(file(['passed']))], true))).toBe('1 passed, 1 failed');
});
