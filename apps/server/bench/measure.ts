import type { Stage } from './stage.ts';

/** One bench: measures on the stage and answers the lines of its report. */
export type Bench = (stage: Stage, effort: Effort) => Promise<string[]>;

/** How long it is measured. */
export interface Effort {
  readonly rounds: number;
  readonly seconds: number;
}

export const full: Effort = { rounds: 5, seconds: 2 };
export const quick: Effort = { rounds: 2, seconds: 0.6 };

/** What one turn of one contestant came to. */
export interface Turn {
  readonly perSecond: number;
  /** In milliseconds, where each call was timed. */
  readonly p50?: number;
  readonly p99?: number;
}

/** One of the things that are compared. */
export interface Contestant {
  readonly name: string;
  run(seconds: number): Promise<Turn>;
}

/** The turns of each contestant, after one unmeasured round: A B C A B C …, so that a noisy minute hits all. */
export async function inTurns(
  contestants: readonly Contestant[],
  { rounds, seconds }: Effort,
): Promise<Turn[][]> {
  const turns = contestants.map((): Turn[] => []);
  for (const { run } of contestants) await run(Math.min(2, seconds));
  for (let round = 0; round < rounds; round++) {
    for (const [index, { run }] of contestants.entries()) turns[index]?.push(await run(seconds));
  }
  return turns;
}

/** Calls `work` from `clients` loops at once until the time is over, and times each call. */
export async function loops(
  clients: number,
  seconds: number,
  work: (client: number) => Promise<unknown>,
): Promise<Turn> {
  const startedAt = performance.now();
  const end = startedAt + seconds * 1000;
  const latencies: number[] = [];
  const loop = async (client: number) => {
    for (let now = performance.now(); now < end; ) {
      await work(client);
      const then = performance.now();
      latencies.push(then - now);
      now = then;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => loop(client)));
  const perSecond = (latencies.length * 1000) / (performance.now() - startedAt);
  latencies.sort((a, b) => a - b);
  return { perSecond, p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) };
}

function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [below = Number.NaN, above = Number.NaN] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return (below + above) / 2;
}

/** The ratios of two contestants, turn by turn: neighbours in time have had the same noise. */
export function ratios(turns: readonly Turn[], base: readonly Turn[]): number[] {
  return turns.map(({ perSecond }, index) => perSecond / (base[index]?.perSecond ?? Number.NaN));
}
