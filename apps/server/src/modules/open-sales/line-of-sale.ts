import type { OpenCart } from '@cashwrap/contract';
import { Failure, invalidInput, notFound } from '../../procedure/failure.ts';

/** A line of an open sale. */
export type CartLineOfSale = OpenCart['lines'][number];

/** The line with an id; throws NOT_FOUND. */
export function findLine({ lines }: OpenCart, lineId: string): CartLineOfSale {
  const line = lines.find(({ id }) => id === lineId);
  if (!line) throw notFound('line of the sale');
  return line;
}

/**
 * Prices a sale of which a call changes one line. What is wrong with that line is wrong in the input: its path there leads
 * through no list of lines.
 */
export async function pricingLine<T>(position: number, price: () => Promise<T>): Promise<T> {
  try {
    return await price();
  } catch (error) {
    if (!(error instanceof Failure) || error.fields === undefined) throw error;
    const fields = error.fields.map(({ path, message }) => {
      const [list, index, ...rest] = path;
      return list === 'lines' && index === position ? { path: rest, message } : { path, message };
    });
    if (error.code === 'INVALID_INPUT') throw invalidInput(fields);
    throw new Failure(error.code, { detail: error.message, details: error.details, fields });
  }
}
