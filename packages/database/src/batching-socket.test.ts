import { expect, test, vi } from 'vitest';
import { createTestDatabase } from './testing.ts';

test('what is sent in one turn of the event loop, BEGIN included, goes out in one write', async () => {
  await using test = await createTestDatabase({ max: 1 });
  const client = await test.database.pool.connect();
  const socket = client.connection.stream;
  const writes = [vi.spyOn(socket, '_write'), vi.spyOn(socket, '_writev' as '_write')];
  const countWrites = () => writes.reduce((sum, { mock }) => sum + mock.calls.length, 0);

  const answers = [
    client.query({ name: 'begin', text: 'BEGIN' }),
    client.query({ name: 'one', text: 'SELECT 1 AS n' }),
    client.query({ name: 'two', text: 'SELECT $1::int AS n', values: [2] }),
    client.query('COMMIT'),
  ];
  expect(countWrites()).toBe(0);
  const [, one, two] = await Promise.all(answers);
  client.release();

  expect([one?.rows, two?.rows]).toEqual([[{ n: 1 }], [{ n: 2 }]]);
  expect(countWrites()).toBe(1);
});
