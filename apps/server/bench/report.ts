import { median, type Turn } from './measure.ts';

/** `median (lowest–highest)`. */
export function spread(values: readonly number[], digits = 0): string {
  const [middle, least, most] = [median(values), Math.min(...values), Math.max(...values)].map((value) =>
    value.toFixed(digits),
  );
  return `${middle} (${least}–${most})`;
}

export function perSecond(turns: readonly Turn[]): string {
  return spread(turns.map((turn) => turn.perSecond));
}

export function milliseconds(turns: readonly Turn[], quantile: 'p50' | 'p99'): string {
  return spread(
    turns.map((turn) => turn[quantile] ?? Number.NaN),
    1,
  );
}

/** A ratio beside the least that QUALITY.md asks for. */
export function against(least: number, values: readonly number[]): string {
  return `${spread(values, 2)} ${median(values) >= least ? 'ok' : 'BELOW'} ≥ ${least}`;
}

/** Lines up the columns of a table; the first row is its head. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [lines[0] ?? '', widths.map((width) => '-'.repeat(width)).join('  '), ...lines.slice(1)];
}
