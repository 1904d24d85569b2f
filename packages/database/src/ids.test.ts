import { expect, test } from 'vitest';
import { firstIdAt, newId } from './ids.ts';

test('ids are UUIDv7 and strictly increasing', () => {
  const ids = Array.from({ length: 10_000 }, newId);
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});

test('the first id of an instant is not above those that are made from then on, and above those before', () => {
  const before = newId();
  const start = Date.now();
  expect(firstIdAt(new Date(start + 1)) > before).toBe(true);
  expect(firstIdAt(new Date(start)) <= newId()).toBe(true);
  expect(firstIdAt(new Date(0))).toBe('00000000-0000-7000-8000-000000000000');
});
