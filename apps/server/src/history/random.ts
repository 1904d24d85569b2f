/** A source of random numbers that gives the same ones for the same seed, on every machine. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `min` to `max`, both inclusive. */
  int(min: number, max: number): number;
  chance(probability: number): boolean;
  /** One of `items`, each as likely as its weight says. */
  pick<T>(items: readonly T[], weightOf: (item: T) => number): T;
}

/** Mulberry32 (public domain, by Tommy Ettinger): 32 bits of state are plenty for a demo. */
export function createRandom(seed: number): Random {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    int: (min, max) => min + Math.floor(next() * (max - min + 1)),
    chance: (probability) => next() < probability,
    pick: (items, weightOf) => {
      let left = next() * items.reduce((sum, item) => sum + weightOf(item), 0);
      for (const item of items) {
        left -= weightOf(item);
        if (left < 0) return item;
      }
      // Rounding may leave a hair over the last one.
      const last = items.at(-1);
      if (last === undefined) throw new Error('There is nothing to pick from.');
      return last;
    },
  };
}
