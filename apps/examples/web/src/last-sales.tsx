import type { Me, Register, SaleSummary, Store } from '@cashwrap/sdk';
import { moneyFormat } from '@cashwrap/sdk/pricing';
import { useCashwrap, useSubscription } from '@cashwrap/sdk/react';
import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import { Problem } from './problem.tsx';

interface Props {
  readonly store: Store;
  readonly register: Register;
  readonly me: Me;
  readonly onShow: (sale: SaleSummary) => void;
}

/** The last sales of the store, as they are made at any of its tills. */
export function LastSales({ store, register, me, onShow }: Props) {
  const cashwrap = useCashwrap();
  const queryClient = useQueryClient();
  const sales = useQuery(cashwrap.sales.list.queryOptions({ storeId: store.id, limit: 6 }));
  // A cashier may not listen, and sees the sales of this page alone as they are made.
  const mayListen = me.permissions.includes('events.read');
  useSubscription(
    cashwrap.events.subscribe.subscriptionOptions(
      mayListen ? { types: ['sale.completed'], storeId: store.id } : skipToken,
      { onData: () => void queryClient.invalidateQueries(cashwrap.sales.list.queryFilter()) },
    ),
  );
  return (
    <section className="last card" aria-label="Last sales">
      <h2>Last sales</h2>
      <Problem error={sales.error} />
      <ul className="lines">
        {sales.data?.items.map((sale) => (
          <li key={sale.id}>
            <button type="button" className="quiet" onClick={() => onShow(sale)}>
              <span>
                {sale.registerId === register.id ? register.name : 'Another till'} · {sale.number}
              </span>
              <time dateTime={sale.completedAt}>
                {new Date(sale.completedAt).toLocaleTimeString(store.locale, {
                  timeStyle: 'short',
                  timeZone: store.timeZone,
                })}
              </time>
              <span className="amount">
                {moneyFormat(store.locale, sale.currency, sale.currencyDigits)(sale.payable)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {sales.data?.items.length === 0 && <p className="empty">Nothing was sold yet.</p>}
    </section>
  );
}
