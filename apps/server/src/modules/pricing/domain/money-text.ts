/** Writes an amount in minor units as people read it. */
export type WriteMoney = (minorUnits: number) => string;

/** Amounts in major units, without a sign of their currency: the decimal point is moved, no float on the way. */
export function moneyText(digits: number): WriteMoney {
  return (minorUnits) => {
    const figures = String(Math.abs(minorUnits)).padStart(digits + 1, '0');
    const whole = figures.slice(0, figures.length - digits);
    const decimal = digits === 0 ? whole : `${whole}.${figures.slice(-digits)}`;
    return minorUnits < 0 ? `-${decimal}` : decimal;
  };
}
