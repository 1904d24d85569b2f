import { mulDiv } from '@cashwrap/pricing';

/** A sum divided by how many it is of, rounded half away from zero; none where it is of none. */
export function averageOf(sum: number, count: number): number | null {
  return divide(sum, 1, count);
}

/** A part in percent of the whole, with two decimals, rounded half away from zero; none where the whole is 0. */
export function percentOf(part: number, whole: number): number | null {
  return ratioOf(part, whole, { times: 100, decimals: 2 });
}

/** part ÷ whole × times with so many decimals, rounded half away from zero; none where the whole is 0. */
export function ratioOf(
  part: number,
  whole: number,
  { times = 1, decimals }: { readonly times?: number; readonly decimals: number },
): number | null {
  const digits = divide(part, times * 10 ** decimals, whole);
  return digits === null ? null : digits / 10 ** decimals;
}

function divide(part: number, times: number, whole: number): number | null {
  if (whole === 0) return null;
  // No -0: JSON and a file would not agree on it.
  return mulDiv(whole < 0 ? -part : part, times, Math.abs(whole), 'half_up') + 0;
}
