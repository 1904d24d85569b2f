import { v7 } from 'uuid';

/**
 * A new UUIDv7. Within one process each is greater than the one before, as text and in PostgreSQL, even when the
 * clock stands still or steps back.
 */
export function newId(): string {
  return v7();
}
