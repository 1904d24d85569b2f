import { isCashwrapError, type Product, type ScannedProduct } from '@cashwrap/sdk';
import type { MoneyFormat } from '@cashwrap/sdk/pricing';
import { useCashwrap } from '@cashwrap/sdk/react';
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { describe, Problem } from './problem.tsx';

interface Props {
  readonly format: MoneyFormat;
  readonly onAdd: (product: Product) => void;
  readonly onScan: (scanned: ScannedProduct) => void;
}

const NOTHING = { text: '', isWrong: false };

/** One field for what is typed and for what is scanned: a scanner types a code and presses Enter. */
export function FindProducts({ format, onAdd, onScan }: Props) {
  const cashwrap = useCashwrap();
  const queryClient = useQueryClient();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [said, say] = useState(NOTHING);
  const search = useDeferredValue(typed.trim());
  const found = useInfiniteQuery({
    ...cashwrap.products.list.infiniteQueryOptions({
      status: 'active',
      limit: 24,
      ...(search && { search }),
    }),
    placeholderData: keepPreviousData,
  });
  const products = found.data?.pages.flatMap(({ items }) => items).filter(isSoldAsItIs) ?? [];

  useEffect(() => {
    // Whatever has the focus: a scanner types into the field, and so does whoever just begins to type.
    const takeKeys = ({ target, key, ctrlKey, altKey, metaKey }: KeyboardEvent) => {
      const isTaken = target instanceof HTMLInputElement || document.querySelector('dialog[open]') !== null;
      if (isTaken || key.length !== 1 || key === ' ' || ctrlKey || altKey || metaKey) return;
      field.current?.focus();
      // What was searched for is found: the next scan is not a part of it.
      field.current?.select();
    };
    document.addEventListener('keydown', takeKeys);
    return () => document.removeEventListener('keydown', takeKeys);
  }, []);

  async function enter() {
    const code = typed.trim();
    if (code === '') return;
    // The next scan takes its place, also one that does not wait for the answer.
    field.current?.select();
    try {
      const scanned = await queryClient.fetchQuery(cashwrap.products.byBarcode.queryOptions({ code }));
      onScan(scanned);
      say({ text: `${scanned.name} added`, isWrong: false });
      setTyped((now) => (now === typed ? '' : now));
    } catch (error) {
      if (!isCashwrapError(error)) throw error;
      const isUnknown = isCashwrapError(error, 'NOT_FOUND', 'INVALID_BARCODE', 'INVALID_INPUT');
      say({ text: isUnknown ? `No product has the barcode ${code}.` : describe(error), isWrong: true });
    }
  }

  return (
    <section className="find" aria-label="Products">
      <search>
        <form action={enter}>
          <input
            ref={field}
            type="search"
            aria-label="Search, or scan a barcode"
            placeholder="Search, or scan a barcode"
            autoComplete="off"
            value={typed}
            onChange={({ target }) => {
              setTyped(target.value);
              say(NOTHING);
            }}
          />
        </form>
      </search>
      <output className={said.isWrong ? 'said problem' : 'said'} aria-label="Last scan">
        {said.text}
      </output>
      <Problem error={found.error} />
      <ul className="products" aria-busy={found.isFetching}>
        {products.map((product) => (
          <li key={product.id}>
            <button type="button" onClick={() => onAdd(product)}>
              <span className="name">{product.name}</span>
              <span className="sku">{product.sku}</span>
              <span className="price">
                {format(product.price)}
                {product.unitLabel && <small> / {product.unitLabel}</small>}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {found.isSuccess && products.length === 0 && said === NOTHING && (
        <p className="empty">Nothing is called “{search}”.</p>
      )}
      {found.hasNextPage && (
        <button
          type="button"
          className="quiet"
          disabled={found.isFetching}
          onClick={() => found.fetchNextPage()}
        >
          More products
        </button>
      )}
    </section>
  );
}

/** This small till asks for no price and for no variant. */
function isSoldAsItIs({ kind, options }: Product): boolean {
  return kind !== 'open_price' && options.length === 0;
}
