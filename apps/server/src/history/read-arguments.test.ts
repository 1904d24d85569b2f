import { expect, it } from 'vitest';
import { readArguments } from './read-arguments.ts';
import { HistoryRefusal } from './refusal.ts';

const NOW = new Date('2026-11-23T10:00:00Z');
const read = (...args: string[]) => readArguments(args, NOW);

it('reads what history there shall be: a year up to the last day that is over everywhere', () => {
  // At ten in UTC the 22nd still goes on west of Greenwich.
  expect(read('--sales', '500')).toEqual({
    ...{ sales: 500, from: '2025-11-22', to: '2026-11-21', seed: 1, stores: undefined },
  });
  expect(
    read('--sales=7', '--from=2026-02-01', '--to=2026-02-01', '--seed=0', '--store', 'A', '--store', 'B'),
  ).toEqual({ sales: 7, from: '2026-02-01', to: '2026-02-01', seed: 0, stores: ['A', 'B'] });
  expect(read('--help')).toBe('help');
});

it.each([
  [[], 'Say how many --sales'],
  [['--sales', '0'], '--sales must be a whole number from 1 to 10000000, not "0"'],
  [['--sales', '1e6'], 'not "1e6"'],
  [['--sales', '99999999999999999999'], 'not "99999999999999999999"'],
  [['--sales', '5', '--seed', '-1'], '--seed'],
  [['--sales', '5', '--from', '2026-02-30'], '--from must be a date such as 2025-11-01, not "2026-02-30"'],
  [['--sales', '5', '--from', '1999-12-31', '--to', '2001-01-01'], '--from must be 2000-01-01 or later'],
  [['--sales', '5', '--to', '9999-01-01'], '--to must be 2026-11-21 or earlier, not 9999-01-01'],
  [
    ['--sales', '5', '--from', '2026-03-02', '--to', '2026-03-01'],
    '--to (2026-03-01) is before --from (2026-03-02)',
  ],
  [['--sales', '5', '--shops', '3'], "Unknown option '--shops'"],
])('refuses %j', (args, message) => {
  expect(() => read(...args)).toThrow(HistoryRefusal);
  expect(() => read(...args)).toThrow(message);
});
