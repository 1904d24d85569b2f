import type { Store } from '@cashwrap/sdk';
import { useState } from 'react';

interface Props {
  readonly label: string;
  readonly store: Store;
  /** In minor units; undefined where nothing, or no amount, is typed. */
  readonly value: number | undefined;
  readonly onChange: (amount: number | undefined) => void;
}

/** An amount of money as it is typed: `12`, `12.5` or `12,50`. */
export function AmountInput({ label, store, value, onChange }: Props) {
  const [typed, setTyped] = useState('');
  // A button beside it may have set another amount than what was typed.
  const shown = parseAmount(typed, store.currencyDigits) === value ? typed : formatPlain(value, store);
  return (
    <label>
      {label} ({store.currency})
      <input
        inputMode="decimal"
        autoComplete="off"
        value={shown}
        onChange={({ target }) => {
          setTyped(target.value);
          onChange(parseAmount(target.value, store.currencyDigits));
        }}
      />
    </label>
  );
}

/** The digits are moved as text: 0.29 × 100 is no integer. */
export function parseAmount(typed: string, digits: number): number | undefined {
  const [, whole, decimals = ''] = /^(\d{1,9})(?:[.,](\d*))?$/.exec(typed.trim()) ?? [];
  if (whole === undefined || decimals.length > digits) return undefined;
  return Number(whole + decimals.padEnd(digits, '0'));
}

function formatPlain(amount: number | undefined, { currencyDigits }: Store): string {
  return amount === undefined ? '' : (amount / 10 ** currencyDigits).toFixed(currencyDigits);
}
