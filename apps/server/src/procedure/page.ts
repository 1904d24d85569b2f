import { createHash } from 'node:crypto';
import type { Page } from '@cashwrap/contract';
import { type Keyset, sqlState } from '@cashwrap/database';
import { z } from 'zod';
import { Failure } from './failure.ts';

/** What the input of every list has, beside its filters. */
interface ListInput {
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** A column of the list; with a minus in front, downwards. */
  readonly sort: string;
}

type SortColumn<S extends string> = S extends `-${string}` ? never : S;

/** A page as a repository reads it. */
export interface PageRequest<Column extends string> extends Keyset {
  readonly column: Column;
}

/** The sort, a digest of list and filters, and the key and id of the last row: all a cursor is good for. */
const Cursor = z.tuple([z.string(), z.string(), z.string(), z.uuid()]);

/**
 * Reads one page of the list named `list`. `fetch` reads rows in the order asked for; `keyOf` is the value that a row is
 * sorted by, as text. The cursor of another list, sort or filter is refused.
 */
export async function readPage<Input extends ListInput, Row extends { readonly id: string }, Item>(
  list: string,
  input: Input,
  fetch: (page: PageRequest<SortColumn<Input['sort']>>) => Promise<Row[]>,
  keyOf: (row: Row, column: SortColumn<Input['sort']>) => string,
  toItem: (row: Row) => Item,
): Promise<Page<Item>> {
  const { limit, cursor, ...filters } = input;
  const direction = input.sort.startsWith('-') ? 'desc' : 'asc';
  const column = input.sort.replace(/^-/, '') as SortColumn<Input['sort']>;
  const digest = createHash('sha256')
    .update(JSON.stringify([list, filters]))
    .digest('base64url')
    .slice(0, 12);
  const after = cursor === undefined ? undefined : decode(cursor, input.sort, digest);

  // One row more than asked for tells whether there is another page.
  const rows = await fetch({ column, direction, limit: limit + 1, ...(after && { after }) }).catch(
    (error: unknown) => {
      // A cursor that was tampered with holds a key that is no value of the column (SQLSTATE class 22).
      throw after && sqlState(error)?.startsWith('22') ? invalidCursor() : error;
    },
  );
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  const nextCursor = last ? encode([input.sort, digest, keyOf(last, column), last.id]) : null;
  return { items: shown.map(toItem), nextCursor };
}

function encode(cursor: z.infer<typeof Cursor>): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function decode(text: string, sort: string, digest: string): { key: string; id: string } {
  try {
    const [itsSort, itsDigest, key, id] = Cursor.parse(
      JSON.parse(Buffer.from(text, 'base64url').toString('utf8')),
    );
    if (itsSort === sort && itsDigest === digest) return { key, id };
  } catch {
    // Not one of ours: refused below.
  }
  throw invalidCursor();
}

function invalidCursor(): Failure<'INVALID_CURSOR'> {
  const message = 'is not a cursor of this list with this sort and these filters';
  return new Failure('INVALID_CURSOR', {
    detail: `The cursor ${message}. Start again without a cursor.`,
    fields: [{ path: ['cursor'], message }],
  });
}
