import examples from '@cashwrap/contract/examples' with { type: 'json' };
import { expect, test } from 'vitest';
import { contract, operationsOf } from './index.ts';

const operations = operationsOf(contract);

test('every operation has its example, and no other has one: `pnpm examples:record` makes what is missing', () => {
  expect(Object.keys(examples).sort()).toEqual(operations.map(({ name }) => name).sort());
});

test.each(operations)('the example of $name fits its schemas', ({ name, operation }) => {
  const { input, output } = examples[name] ?? {};
  expect(operation.input.parse(input)).toMatchObject(input ?? {});
  expect(operation.output.safeParse(output).error?.issues).toBeUndefined();
});

test.each(operations)('the example of $name, where it is a list, has something in it', ({ name }) => {
  const output: unknown = examples[name]?.output;
  expect(output).not.toMatchObject({ items: [] });
  expect(output).not.toMatchObject({ rows: [] });
});
