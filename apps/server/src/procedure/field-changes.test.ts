import { expect, test } from 'vitest';
import { fieldChanges } from './field-changes.ts';

const current = {
  name: 'A',
  open: false,
  address: { city: 'X', line1: 'Y' },
  rounding: null as object | null,
};

test('a field that is left out or the same is no change', () => {
  expect(fieldChanges(current, {})).toEqual([]);
  expect(fieldChanges(current, { name: undefined })).toEqual([]);
  expect(fieldChanges(current, { ...current, address: { line1: 'Y', city: 'X' } })).toEqual([]);
});

test('a field that differs is one, with both values', () => {
  expect(fieldChanges(current, { open: true, name: 'A' })).toEqual([
    { field: 'open', before: false, after: true },
  ]);
  expect(fieldChanges(current, { rounding: { step: 5 } })).toEqual([
    { field: 'rounding', before: null, after: { step: 5 } },
  ]);
  expect(fieldChanges({ ...current, rounding: { step: 5 } }, { rounding: null as never })).toHaveLength(1);
  expect(fieldChanges(current, { address: { city: 'X', line1: 'Y', line2: 'Z' } as never })).toHaveLength(1);
  expect(fieldChanges(current, { address: { city: 'X', line2: 'Y' } as never })).toHaveLength(1);
});
