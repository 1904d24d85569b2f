import type { OfflineSale } from '@cashwrap/contract';
import type { PricedCart, WriteMoney } from '../../pricing/index.ts';

/** How what a till has asked for differs from what the sale comes to, for a person; `undefined` where it does not. */
export function differenceOf(
  { priced }: Pick<PricedCart, 'priced'>,
  shown: OfflineSale['shown'],
  money: WriteMoney,
): string | undefined {
  if (shown.total !== priced.total) {
    return `The till has asked for ${money(shown.total)}; the sale comes to ${money(priced.total)} here.`;
  }
  const line = priced.lines.find(({ position, total }) => total !== shown.lineTotals[position]);
  if (!line) return undefined;
  const asked = money(shown.lineTotals[line.position] ?? 0);
  return `The till has asked for ${asked} for line ${line.position}, which comes to ${money(line.total)} here.`;
}
