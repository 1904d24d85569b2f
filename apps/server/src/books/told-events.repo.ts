/** What was told, as a table: an event is in the outbox first, and in the feed from then on. */
export const TOLD = `(
  SELECT id, type, store_id, business_date, payload, created_at FROM outbox
  UNION ALL
  SELECT id, type, store_id, business_date, payload, created_at FROM events
) AS told`;
