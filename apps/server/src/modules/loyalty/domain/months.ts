/**
 * The same time of day so many months later (or, negative, earlier), in UTC; where that month has no such day, on its last.
 */
export function addMonths(instant: Date, months: number): Date {
  const moved = new Date(instant);
  moved.setUTCMonth(instant.getUTCMonth() + months);
  // Beyond the end of the month it has run into the next one: day 0 is the last day before.
  if (moved.getUTCDate() !== instant.getUTCDate()) moved.setUTCDate(0);
  return moved;
}
