import { Failure } from '../../procedure/failure.ts';

/** What a cursor of the feed says once it is decoded. It is independent of filters: they pick from one order. */
const FORM = /^event:(0|[1-9]\d{0,14})$/;

/** Where a reader is who has read up to a position. */
export function cursorAt(position: number): string {
  return Buffer.from(`event:${position}`).toString('base64url');
}

/** The position that a cursor stands for. Throws INVALID_CURSOR, also where the feed has not come as far. */
export function positionOf(cursor: string, newest: number): number {
  const [, digits] = FORM.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (digits === undefined) throw invalidCursor('is not a cursor of the feed of events');
  const position = Number(digits);
  // Of another database, or of one from before a restore: to wait for it would be to miss what happens until then.
  if (position > newest) throw invalidCursor('is beyond the end of the feed: it is from another database');
  return position;
}

function invalidCursor(message: string): Failure<'INVALID_CURSOR'> {
  return new Failure('INVALID_CURSOR', {
    detail: `The cursor ${message}. Start again without a cursor.`,
    fields: [{ path: ['cursor'], message }],
  });
}
