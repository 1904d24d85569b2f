import { quantityToThousandths, thousandthsToQuantity } from '@cashwrap/pricing';
import { Failure, nameSome } from '../../../procedure/failure.ts';

/** What of a product came with a receipt, and what of it has gone back. */
export interface ReceivedGoods {
  readonly productId: string;
  readonly productName: string;
  readonly quantity: number;
  readonly damaged: number;
  readonly returned: number;
}

/** What is to go back of a product, from whichever stock. */
interface ReturnedGoods {
  readonly productId: string;
  readonly quantity: number;
}

/**
 * Refuses what is more than came with a receipt and has not gone back yet. Goods that came in good condition may go
 * back damaged and the other way round, so both count together.
 *
 * @throws Failure `QUANTITY_EXCEEDED`, naming all lines of each such product
 */
export function refuseMoreThanReceived(
  lines: readonly ReturnedGoods[],
  received: ReadonlyMap<string, ReceivedGoods>,
): void {
  const asked = new Map<string, number>();
  for (const { productId, quantity } of lines) {
    asked.set(productId, (asked.get(productId) ?? 0) + quantityToThousandths(quantity));
  }
  const exceeded = lines.flatMap(({ productId, quantity }, position) => {
    const goods = received.get(productId);
    if (!goods) return [];
    const left = leftOf(goods);
    if ((asked.get(productId) ?? 0) <= left) return [];
    const available = thousandthsToQuantity(left);
    return [{ productId, name: goods.productName, position, requested: quantity, available }];
  });
  if (exceeded.length === 0) return;
  const said = exceeded.map(
    ({ name, requested, available }) => `${name}: ${requested} asked, ${available} left`,
  );
  throw new Failure('QUANTITY_EXCEEDED', {
    detail: `That is more than came with this receipt and has not gone back yet. ${nameSome(said, '; ')}. Nothing was changed.`,
    details: { lines: exceeded },
  });
}

function leftOf({ quantity, damaged, returned }: ReceivedGoods): number {
  return quantityToThousandths(quantity) + quantityToThousandths(damaged) - quantityToThousandths(returned);
}
