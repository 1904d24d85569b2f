import { eventVersions } from '@cashwrap/contract';
import type { Check } from './check.ts';

const KNOWN = [...eventVersions].map(([type, version]) => `('${type}', ${version})`).join(', ');

/** What holds in the feed of events, so that whoever reads on from a position misses nothing and gets nothing twice. */
export const feedChecks: readonly Check[] = [
  {
    name: 'The events of the feed are numbered from 1 on, without gaps',
    of: 'events',
    broken: `
      SELECT * FROM (
        SELECT id AS event_id, coalesce(lag(position) OVER (ORDER BY position), 0) + 1 AS expected, position AS found
        FROM events
      ) event WHERE expected <> found`,
  },
  {
    name: 'What is in the feed is no longer in the outbox',
    of: 'events',
    broken: `
      SELECT id AS event_id, 'in one of them' AS expected, 'in both' AS found FROM outbox JOIN events USING (id)`,
  },
  {
    name: 'Each event of the feed is of a type and version that is in the contract',
    of: 'events',
    broken: `
      SELECT id AS event_id, 'one of the contract' AS expected, type || ', version ' || payload_version AS found
      FROM events WHERE (type, payload_version) NOT IN (VALUES ${KNOWN})`,
  },
  {
    name: 'No consumer has read further than the feed goes',
    of: 'event_consumers',
    broken: `
      SELECT name AS consumer, 'up to ' || newest AS expected, position AS found
      FROM event_consumers, (SELECT coalesce(max(position), 0) AS newest FROM events) feed
      WHERE position NOT BETWEEN 0 AND newest`,
  },
];
