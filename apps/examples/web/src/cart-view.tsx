import type { MoneyFormat, TillQuote } from '@cashwrap/sdk/pricing';
import { useState } from 'react';
import type { Cart, CartAction, Line } from './cart-state.ts';

interface Props {
  readonly cart: Cart;
  /** Undefined for what only the server can price. */
  readonly priced: TillQuote | undefined;
  readonly format: MoneyFormat;
  readonly change: (action: CartAction) => void;
  readonly onPay: () => void;
}

export function CartView({ cart, priced, format, change, onPay }: Props) {
  const isEmpty = cart.lines.length === 0;
  const total = priced ? format(priced.total) : '…';
  return (
    <section className="cart card" aria-label="Cart">
      <h2>Cart</h2>
      {isEmpty && <p className="empty">Scan a product, or choose one.</p>}
      <ul className="lines">
        {cart.lines.map((line, position) => (
          <li key={line.key}>
            <span className="name">{line.product.name}</span>
            <span className="amount">{priced && format(priced.lines[position]?.gross ?? 0)}</span>
            <span className="each">
              {format(line.product.price)} {line.product.unitLabel ? `/ ${line.product.unitLabel}` : 'each'}
            </span>
            <Quantity line={line} change={change} />
          </li>
        ))}
      </ul>
      <dl className="totals">
        {priced?.discounts.map(({ id, name, amount }) => (
          <div key={id}>
            <dt>{name}</dt>
            <dd>{format(-amount)}</dd>
          </div>
        ))}
        {priced?.taxes.map(({ taxRateId, name, percentage, amount }) => (
          <div key={taxRateId}>
            <dt>
              {name} {percentage} %{priced.pricesIncludeTax && ', included'}
            </dt>
            <dd>{format(amount)}</dd>
          </div>
        ))}
        <div className="total">
          <dt>Total</dt>
          <dd>
            <output aria-label="Total">{total}</output>
          </dd>
        </div>
      </dl>
      <div className="actions">
        <button type="button" className="quiet" disabled={isEmpty} onClick={() => change({ type: 'clear' })}>
          Clear
        </button>
        <button type="button" className="primary" disabled={isEmpty} onClick={onPay}>
          Pay {total}
        </button>
      </div>
    </section>
  );
}

function Quantity({ line, change }: { line: Line; change: Props['change'] }) {
  const { key, product, quantity, label } = line;
  // As it is typed, until the field is left: 0.318 begins with a zero.
  const [typed, setTyped] = useState<string>();
  const set = (next: number) => change({ type: 'setQuantity', key, quantity: next });
  // The quantity is what the label says.
  if (label) {
    return (
      <span className="quantity">
        {quantity} {product.unitLabel}
        <button type="button" aria-label={`Remove ${product.name}`} onClick={() => set(0)}>
          ×
        </button>
      </span>
    );
  }
  const byMeasure = product.soldBy === 'measure';
  return (
    <span className="quantity">
      <button
        type="button"
        aria-label={`Less ${product.name}`}
        onClick={() => set(Math.max(0, quantity - 1))}
      >
        −
      </button>
      <input
        type="number"
        aria-label={`Quantity of ${product.name}`}
        min={0}
        max={9999}
        step={byMeasure ? 0.001 : 1}
        inputMode={byMeasure ? 'decimal' : 'numeric'}
        value={typed ?? quantity}
        onChange={({ target }) => {
          setTyped(target.value);
          if (target.validity.valid && target.valueAsNumber > 0) set(target.valueAsNumber);
        }}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') currentTarget.blur();
        }}
        onBlur={({ target }) => {
          setTyped(undefined);
          if (target.valueAsNumber === 0) set(0);
        }}
      />
      <button type="button" aria-label={`More ${product.name}`} onClick={() => set(quantity + 1)}>
        +
      </button>
    </span>
  );
}
