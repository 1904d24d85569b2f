import type { Runtime } from '../src/runtime.ts';

/** Surroundings without waiting: sleeping moves the clock. */
export interface FakeRuntime extends Runtime {
  /** How long was slept, each time. */
  readonly sleeps: number[];
  /** Sets the clock to an ISO 8601 instant. */
  setTime(instant: string): void;
}

/** Half of each back-off, ids that count up, and a clock that begins in 2030. */
export function createFakeRuntime(): FakeRuntime {
  let now = Date.parse('2030-01-01T00:00:00.000Z');
  let ids = 0;
  const sleeps: number[] = [];
  return {
    sleeps,
    setTime: (instant) => {
      now = Date.parse(instant);
    },
    now: () => now,
    elapsed: () => now,
    random: () => 0.5,
    newId: () => `id-${++ids}`,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      sleeps.push(ms);
      now += ms;
    },
  };
}
