import { expect, test } from 'vitest';
import { groupStarts } from './group-starts.ts';

test.each([
  // A Wednesday, and over the end of a month and of a year.
  ['total', '2025-12-31', '2026-01-06', ['2025-12-31']],
  ['store', '2025-12-31', '2026-01-06', ['2025-12-31']],
  ['day', '2025-12-31', '2026-01-02', ['2025-12-31', '2026-01-01', '2026-01-02']],
  ['week', '2025-12-31', '2026-01-12', ['2025-12-31', '2026-01-05', '2026-01-12']],
  ['month', '2025-12-31', '2026-03-01', ['2025-12-31', '2026-01-01', '2026-02-01', '2026-03-01']],
  ['month', '2028-02-01', '2028-02-29', ['2028-02-01']],
  ['week', '2026-01-05', '2026-01-05', ['2026-01-05']],
] as const)('the groups by %s of %s to %s begin on %j', (groupBy, from, to, starts) => {
  expect(groupStarts({ from, to }, groupBy)).toEqual(starts);
});
