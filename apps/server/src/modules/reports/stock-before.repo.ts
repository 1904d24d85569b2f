/**
 * SQL of the last movement of a stock level that was recorded before an instant: what was on hand then, and its value. The index by
 * time finds it: nothing before or after it is read, however long the history is.
 */
export const stockBefore = (instant: string) => `(
  SELECT m.on_hand_after AS on_hand, m.value_after AS value
  FROM stock_movements m
  WHERE m.store_id = level.store_id AND m.product_id = level.product_id AND m.recorded_at < ${instant}
  ORDER BY m.recorded_at DESC, m.number DESC LIMIT 1
)`;
