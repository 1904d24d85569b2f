import type { Me, Register, Sale, Store } from '@cashwrap/sdk';
import { moneyFormat } from '@cashwrap/sdk/pricing';
import { useMemo, useReducer, useState } from 'react';
import { emptyCart, reduceCart } from './cart-state.ts';
import { CartView } from './cart-view.tsx';
import { FindProducts } from './find-products.tsx';
import { LastSales } from './last-sales.tsx';
import { Pay } from './pay.tsx';
import { Problem } from './problem.tsx';
import { Receipt } from './receipt.tsx';
import { usePricedLines } from './use-priced-lines.ts';

/** Find, put into the cart, take the money, give the receipt. */
export function Till({ store, register, me }: { store: Store; register: Register; me: Me }) {
  const [cart, change] = useReducer(reduceCart, undefined, emptyCart);
  const [isPaying, setPaying] = useState(false);
  const [shown, show] = useState<Pick<Sale, 'id' | 'change'>>();
  const { priced, error } = usePricedLines(store, cart.lines);
  const format = useMemo(() => moneyFormat(store.locale, store.currency, store.currencyDigits), [store]);

  return (
    <main className="till">
      <Problem error={error} />
      <FindProducts
        format={format}
        onAdd={(product) => change({ type: 'add', product })}
        onScan={(scanned) => change({ type: 'scan', scanned })}
      />
      <CartView cart={cart} priced={priced} format={format} change={change} onPay={() => setPaying(true)} />
      <LastSales store={store} register={register} me={me} onShow={({ id }) => show({ id, change: 0 })} />
      {isPaying && (
        <Pay
          cart={cart}
          store={store}
          register={register}
          format={format}
          onClose={() => setPaying(false)}
          onPaid={(sale) => {
            setPaying(false);
            change({ type: 'clear' });
            show(sale);
          }}
        />
      )}
      {shown && <Receipt sale={shown} format={format} onClose={() => show(undefined)} />}
    </main>
  );
}
