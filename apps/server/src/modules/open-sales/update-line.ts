import type { Sale, UpdateLineInput } from '@cashwrap/contract';
import type { MutationCall } from '../../procedure/handlers.ts';
import { changeCart, lockForChange } from './change-open-sale.ts';
import { type CartLineOfSale, findLine, pricingLine } from './line-of-sale.ts';

/** Changes what is given of a line of an open sale, and leaves the rest. */
export async function updateLine(
  call: MutationCall,
  { id, version, lineId, ...given }: UpdateLineInput,
): Promise<Sale> {
  const locked = await lockForChange(call, { id, version }, ['open']);
  const { cart } = locked.row;
  const before = findLine(cart, lineId);
  const after = changed(before, given);
  const lines = cart.lines.map((line) => (line === before ? after : line));
  const said = { before: { line: before }, after: { line: after } };
  return pricingLine(cart.lines.indexOf(before), () =>
    changeCart(call, locked, { cart: { ...cart, lines } }, said),
  );
}

function changed(
  { unitPrice: priceBefore, ...line }: CartLineOfSale,
  {
    quantity = line.quantity,
    unitPrice = priceBefore,
    discounts = line.discounts,
  }: Omit<UpdateLineInput, 'id' | 'version' | 'lineId'>,
): CartLineOfSale {
  return { ...line, quantity, discounts, ...(unitPrice != null && { unitPrice }) };
}
