import type { NumberFormat } from './codec.ts';

/** Money in major units, with all decimals of its currency: `-12.90`. */
export function moneyText(minor: number, { currencyDigits, decimalMark }: NumberFormat): string {
  const digits = String(Math.abs(minor)).padStart(currencyDigits + 1, '0');
  const sign = minor < 0 ? '-' : '';
  if (currencyDigits === 0) return sign + digits;
  const at = digits.length - currencyDigits;
  return `${sign}${digits.slice(0, at)}${decimalMark}${digits.slice(at)}`;
}
