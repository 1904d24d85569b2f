import { v7 } from 'uuid';
import type { Random } from './random.ts';

/** Makes the id of something that happened at an instant, in milliseconds since 1970. */
export type IdsAt = (milliseconds: number) => string;

/**
 * Ids as `newId` makes them, but for their time and their random part: the same for the same source of random numbers. Those
 * that are made for one millisecond, one after the other, are in order.
 */
export function createIds(random: Random): IdsAt {
  const bytes = new Uint8Array(16);
  const words = new DataView(bytes.buffer);
  let last = Number.NaN;
  let sequence = 0;
  return (milliseconds) => {
    sequence = milliseconds === last ? sequence + 1 : 0;
    last = milliseconds;
    // What a sequence and a time leave of the sixteen.
    words.setUint32(8, random.next() * 2 ** 32);
    words.setUint32(12, random.next() * 2 ** 32);
    return v7({ msecs: milliseconds, seq: sequence, random: bytes });
  };
}
