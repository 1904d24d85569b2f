import { isCashwrapError, type Register, type Sale, type SaleQuote, type Store } from '@cashwrap/sdk';
import type { MoneyFormat } from '@cashwrap/sdk/pricing';
import { useCashwrap } from '@cashwrap/sdk/react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { AmountInput } from './amount-input.tsx';
import type { Cart } from './cart-state.ts';
import { Dialog } from './dialog.tsx';
import { Problem } from './problem.tsx';

interface Props {
  readonly cart: Cart;
  readonly store: Store;
  readonly register: Register;
  readonly format: MoneyFormat;
  readonly onClose: () => void;
  readonly onPaid: (sale: Sale) => void;
}

/** What the server asks for the cart, and the cash that pays it. */
export function Pay({ cart, store, register, format, onClose, onPaid }: Props) {
  const cashwrap = useCashwrap();
  const queryClient = useQueryClient();
  const [tendered, setTendered] = useState<number>();
  const sold = {
    storeId: store.id,
    lines: cart.lines.map(({ product, quantity, label }) => ({
      productId: product.id,
      quantity,
      ...(label && { barcode: label.code }),
    })),
  };
  const quote = useQuery(cashwrap.sales.quote.queryOptions(sold, { staleTime: 0 }));
  const sell = useMutation(
    cashwrap.sales.create.mutationOptions({
      // Paid for once more after its answer was lost, the cart is the same sale, and is rung up once.
      call: { idempotencyKey: cart.key },
      onSuccess: async (sale) => {
        onPaid(sale);
        await queryClient.invalidateQueries(cashwrap.sales.list.queryFilter());
      },
      onError: (error) => {
        if (isCashwrapError(error, 'PRICE_MISMATCH')) void quote.refetch();
      },
    }),
  );
  const due = quote.data?.dueInCash;
  const isEnough = due !== undefined && tendered !== undefined && tendered >= due;
  const submit = () => {
    if (!quote.data || !isEnough) return;
    sell.mutate({
      ...sold,
      registerId: register.id,
      payments: [{ method: 'cash', tendered }],
      expected: { total: quote.data.total },
    });
  };
  return (
    <Dialog title="Cash payment" onClose={onClose}>
      <Problem error={quote.error} />
      {quote.data && <Due quote={quote.data} format={format} />}
      <form className="stack" action={submit}>
        <AmountInput label="Cash given" store={store} value={tendered} onChange={setTendered} />
        <fieldset className="notes" aria-label="Cash given, at a touch">
          {due !== undefined &&
            notesFor(due, store.currencyDigits).map((amount) => (
              <button key={amount} type="button" onClick={() => setTendered(amount)}>
                {amount === due ? 'Exact' : format(amount)}
              </button>
            ))}
        </fieldset>
        <output className="change">
          {isEnough ? (
            <>
              Change <strong>{format(tendered - due)}</strong>
            </>
          ) : (
            due !== undefined && tendered !== undefined && <>{format(due - tendered)} are missing</>
          )}
        </output>
        <Problem error={sell.error} />
        <div className="actions">
          <button type="button" className="quiet" onClick={onClose} disabled={sell.isPending}>
            Back
          </button>
          <button type="submit" className="primary" disabled={!isEnough || sell.isPending}>
            {sell.isPending ? 'Ringing up …' : sell.isError ? 'Try again' : 'Take payment'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function Due({ quote, format }: { quote: SaleQuote; format: MoneyFormat }) {
  return (
    <dl className="totals">
      {quote.discounts.map(({ id, name, amount }) => (
        <div key={id}>
          <dt>{name}</dt>
          <dd>{format(-amount)}</dd>
        </div>
      ))}
      {quote.dueInCash !== quote.total && (
        <div>
          <dt>Rounding</dt>
          <dd>{format(quote.dueInCash - quote.total)}</dd>
        </div>
      )}
      <div className="total">
        <dt>To pay</dt>
        <dd>
          <output aria-label="To pay">{format(quote.dueInCash)}</output>
        </dd>
      </div>
    </dl>
  );
}

/** The exact amount, and what a customer is likely to hand over: the next whole amounts of 5, 10, 20, 50 and 100. */
function notesFor(due: number, digits: number): number[] {
  const rounded = [5, 10, 20, 50, 100]
    .map((note) => note * 10 ** digits)
    .map((note) => Math.ceil(due / note) * note);
  return [...new Set([due, ...rounded])].slice(0, 5);
}
