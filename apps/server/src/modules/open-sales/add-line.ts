import { type AddLineInput, MAX_SALE_LINES, type Sale } from '@cashwrap/contract';
import { alreadyExists, Failure } from '../../procedure/failure.ts';
import type { MutationCall } from '../../procedure/handlers.ts';
import { changeCart, lockForChange } from './change-open-sale.ts';
import { pricingLine } from './line-of-sale.ts';

/** Puts a line into an open sale, behind the others. */
export async function addLine(
  call: MutationCall,
  { id, version, lineId = call.newId(), ...given }: AddLineInput,
): Promise<Sale> {
  const locked = await lockForChange(call, { id, version }, ['open']);
  const { cart } = locked.row;
  if (cart.lines.some((line) => line.id === lineId)) {
    throw alreadyExists('line of the sale', 'lineId', lineId, id);
  }
  if (cart.lines.length >= MAX_SALE_LINES) {
    throw new Failure('TOO_MANY_LINES', {
      detail: `The sale has ${MAX_SALE_LINES} lines, and none has more. Complete it and open another one.`,
    });
  }
  const line = { id: lineId, ...given };
  const lines = [...cart.lines, line];
  return pricingLine(cart.lines.length, () =>
    changeCart(call, locked, { cart: { ...cart, lines } }, { after: { line } }),
  );
}
