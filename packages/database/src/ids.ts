import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** What one id takes of random bytes. */
const BYTES = 16;
/** Random bytes are drawn for many ids at once: one draw for each id would cost five times the rest of it. */
const drawn = new Uint8Array(256 * BYTES);
let used = drawn.length;

/** The time and the number within it that the latest id carries. */
let milliseconds = 0;
let sequence = 0;

/**
 * A new UUIDv7. Within one process each is greater than the one before, as text and in PostgreSQL, even when the
 * clock stands still or steps back.
 */
export function newId(): string {
  const random = nextRandom();
  const now = Date.now();
  if (now > milliseconds) {
    milliseconds = now;
    // 31 bits: so many numbers are left above it that no millisecond uses them up.
    sequence = new DataView(random.buffer, random.byteOffset).getUint32(0) >>> 1;
  } else {
    sequence += 1;
  }
  return v7({ random, msecs: milliseconds, seq: sequence });
}

function nextRandom(): Uint8Array {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  const random = drawn.subarray(used, used + BYTES);
  used += BYTES;
  return random;
}

/** The smallest id of those that `newId` makes from this instant on: a bound for what carries its time in its id. */
export function firstIdAt(instant: Date): string {
  const time = instant.getTime().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}
