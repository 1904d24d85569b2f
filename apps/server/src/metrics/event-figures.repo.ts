import { type Reader, readStatement } from '@cashwrap/database';

/** How far the events have come. */
export type EventFigures = {
  /** Rows of the outbox, counted up to {@link OUTBOX_COUNTED}. */
  readonly outbox: number;
  /** The position of the last event; 0 before the first. */
  readonly position: number;
  /** How many events each consumer has not dealt with. */
  readonly lags: readonly { readonly consumer: string; readonly lag: number }[];
};

/** To count more would cost the more, the worse things are. */
export const OUTBOX_COUNTED = 10_000;

const figures = readStatement<EventFigures, readonly [limit: number]>(
  'event_figures',
  `SELECT (SELECT count(*) FROM (SELECT FROM outbox LIMIT $1) counted) AS outbox, last.position,
     (SELECT coalesce(json_agg(json_build_object('consumer', name, 'lag', last.position - consumer.position)
        ORDER BY name), '[]') FROM event_consumers consumer) AS lags
   FROM (SELECT coalesce(max(position), 0) AS position FROM events) last`,
);

export async function findEventFigures(db: Reader): Promise<EventFigures> {
  const { rows } = await figures(db, [OUTBOX_COUNTED]);
  return rows[0] ?? { outbox: 0, position: 0, lags: [] };
}
