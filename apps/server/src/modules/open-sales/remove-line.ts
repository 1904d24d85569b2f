import type { RemoveLineInput, Sale } from '@cashwrap/contract';
import type { MutationCall } from '../../procedure/handlers.ts';
import { changeCart, lockForChange } from './change-open-sale.ts';
import { findLine } from './line-of-sale.ts';

/** Takes a line out of an open sale: the audit log keeps which. */
export async function removeLine(
  call: MutationCall,
  { id, version, lineId }: RemoveLineInput,
): Promise<Sale> {
  const locked = await lockForChange(call, { id, version }, ['open']);
  const { cart } = locked.row;
  const line = findLine(cart, lineId);
  const lines = cart.lines.filter((each) => each !== line);
  return changeCart(call, locked, { cart: { ...cart, lines } }, { before: { line } });
}
