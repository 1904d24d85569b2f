import { afterAll, beforeAll, describe, expect } from 'vitest';
import { feedChecks } from '../src/books/feed-checks.repo.ts';
import { type Corruptions, testDamage } from './damage.ts';
import { brokenBooks } from './selling.ts';
import { startTestServer, type TestServer } from './support.ts';

let server: TestServer;
const ids: Record<string, string> = {};

beforeAll(async () => {
  server = await startTestServer({ feed: true });
  await server.seedShop();
  await server.app.sequenceEvents();
  const { rows } = await server.database.pool.query('SELECT id FROM events ORDER BY position LIMIT 2');
  [ids.first, ids.second] = rows.map(({ id }) => id);
  expect(ids.second).toBeDefined();
  await server.database.pool.query(`INSERT INTO event_consumers VALUES ('rollups', 1, now())`);
  expect(await brokenBooks(server)).toEqual([]);
});
afterAll(() => server[Symbol.asyncDispose]());

describe('damage to the feed is found', () => {
  const corruptions: Corruptions = {
    'The events of the feed are numbered from 1 on, without gaps': [
      { damage: ['DELETE FROM events WHERE id = $first'], names: '$second' },
      { damage: ['UPDATE events SET position = 0 WHERE id = $first'], names: '$first' },
      { damage: ['UPDATE events SET position = position + 1000 WHERE id = $second'], names: '$second' },
    ],
    'What is in the feed is no longer in the outbox': [
      {
        damage: [
          `INSERT INTO outbox (id, type, payload_version, payload, created_at)
           SELECT id, type, payload_version, payload, created_at FROM events WHERE id = $first`,
        ],
        names: '$first',
      },
    ],
    'Each event of the feed is of a type and version that is in the contract': [
      { damage: [`UPDATE events SET type = 'tea.drunk' WHERE id = $first`], names: '$first' },
      { damage: ['UPDATE events SET payload_version = 2 WHERE id = $first'], names: '$first' },
    ],
    'No consumer has read further than the feed goes': [
      { damage: ['UPDATE event_consumers SET position = 1000000'], names: `'rollups'` },
      { damage: ['UPDATE event_consumers SET position = -1'], names: `'rollups'` },
      { damage: [`INSERT INTO event_consumers VALUES ('lost', 1000000, now())`], names: `'lost'` },
    ],
  };
  testDamage(feedChecks, corruptions, () => ({ database: server.database, ids }));
});
