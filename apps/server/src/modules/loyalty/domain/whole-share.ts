import { MAX_MONEY } from '@cashwrap/pricing';

/**
 * a·b/c, exact and rounded down, for what is not below zero; never more than can be kept (10^12): what would come to
 * more is more than any sale.
 */
export function wholeShare(a: number, b: number, c: number): number {
  const share = (BigInt(a) * BigInt(b)) / BigInt(c);
  return share > BigInt(MAX_MONEY) ? MAX_MONEY : Number(share);
}
