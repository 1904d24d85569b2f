/** Writes an amount in minor units with the sign of its currency. */
export type MoneyFormat = (minorUnits: number) => string;

/** Amounts as they are written in a place: the decimal point is moved in the text, no float on the way. */
export function moneyFormat(locale: string, currency: string, digits: number): MoneyFormat {
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return (minorUnits) => {
    const figures = String(Math.abs(minorUnits)).padStart(digits + 1, '0');
    const whole = figures.slice(0, figures.length - digits);
    const decimal = digits === 0 ? whole : `${whole}.${figures.slice(-digits)}`;
    const signed = minorUnits < 0 ? `-${decimal}` : decimal;
    return format.format(signed as Intl.StringNumericLiteral);
  };
}

/** Writes a number that is no amount, such as a quantity or a percentage. */
export type PlainFormat = (value: number) => string;

/**
 * Numbers as the amounts beside them are written, with at most so many decimals. A locale may have other separators for
 * plain numbers than for amounts: in en-DE 1.235 is a thousand and more, and beside €1,234.56 it would be read as one.
 */
export function plainFormat(locale: string, currency: string, decimals: number): PlainFormat {
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: 0,
    maximumFractionDigits: decimals,
  });
  return (value) =>
    format
      .formatToParts(value)
      .filter(({ type }) => type !== 'currency' && type !== 'literal')
      .map((part) => part.value)
      .join('');
}
