/** The moving average of DOMAIN.md in exact integers: quantities in thousandths, values in minor units. */
export class StockModel {
  quantity = 0n;
  value = 0n;
  unitCost: bigint | null = null;
  readonly usualCost: bigint;
  readonly mayGoBelow: boolean;

  constructor(usualCost: bigint, mayGoBelow: boolean) {
    this.usualCost = usualCost;
    this.mayGoBelow = mayGoBelow;
  }

  /**
   * The values of the movements that this one causes; undefined where it is refused, and then nothing has changed. What
   * comes in costs so much a unit, or what stock has cost so far.
   */
  move(quantity: bigint, givenCost?: bigint): bigint[] | undefined {
    if (quantity < 0n) return this.#leave(-quantity, this.mayGoBelow);
    return this.#enter(quantity, givenCost ?? this.unitCost ?? this.usualCost, 1000n);
  }

  /** The same for a delivery: all of it has cost so much. */
  receive(quantity: bigint, value: bigint): bigint[] {
    return this.#enter(quantity, value, quantity);
  }

  /** The same for what is taken out and must be there. */
  take(quantity: bigint): bigint[] | undefined {
    return this.#leave(quantity, false);
  }

  /** So much comes in, which costs `amount` for each `per` thousandths. */
  #enter(quantity: bigint, amount: bigint, per: bigint): bigint[] {
    const brought = divide(quantity * amount, per);
    const wasBelow = this.quantity < 0n;
    this.quantity += quantity;
    this.value += brought;
    if (!wasBelow) {
      this.unitCost = divide(this.value * 1000n, this.quantity);
      return [brought];
    }
    // What was sold before it came in turns out to have cost what it costs now.
    const worth = divide(this.quantity * amount, per);
    const difference = worth - this.value;
    this.value = worth;
    this.unitCost = this.quantity > 0n ? divide(worth * 1000n, this.quantity) : divide(amount * 1000n, per);
    return difference === 0n ? [brought] : [brought, difference];
  }

  #leave(quantity: bigint, mayGoBelow: boolean): bigint[] | undefined {
    const left = this.quantity - quantity;
    if (left < 0n && !mayGoBelow) return undefined;
    const lastCost = this.unitCost ?? this.usualCost;
    let taken: bigint;
    if (left > 0n) taken = divide(this.value * quantity, this.quantity);
    else if (left === 0n) taken = this.value;
    else taken = this.value - divide(left * lastCost, 1000n);
    this.quantity = left;
    this.value -= taken;
    this.unitCost = left > 0n ? divide(this.value * 1000n, left) : lastCost;
    return [-taken];
  }
}

/** Rounded, an exact half away from zero. */
export function divide(dividend: bigint, divisor: bigint): bigint {
  const negative = dividend < 0n !== divisor < 0n;
  const [a, b] = [dividend < 0n ? -dividend : dividend, divisor < 0n ? -divisor : divisor];
  const quotient = (2n * a + b) / (2n * b);
  return negative ? -quotient : quotient;
}
