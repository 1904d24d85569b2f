import type { Register, Store } from '@cashwrap/sdk';
import { useCashwrap } from '@cashwrap/sdk/react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { AmountInput } from './amount-input.tsx';
import { Problem } from './problem.tsx';

/** Without an open shift a register takes no cash. */
export function OpenDrawer({ store, register }: { store: Store; register: Register }) {
  const cashwrap = useCashwrap();
  const queryClient = useQueryClient();
  const [float, setFloat] = useState<number>();
  const open = useMutation(
    cashwrap.shifts.open.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(cashwrap.shifts.pathFilter()),
    }),
  );
  const submit = () =>
    open.mutate({ storeId: store.id, registerId: register.id, openingFloat: { amount: float ?? 0 } });
  return (
    <main className="centred">
      <form className="card stack" action={submit}>
        <h1>Open the drawer</h1>
        <p>{register.name} is closed. Count the change in its drawer to begin.</p>
        <AmountInput label="Float" store={store} value={float} onChange={setFloat} />
        <Problem error={open.error} />
        <button type="submit" className="primary" disabled={open.isPending || float === undefined}>
          Open
        </button>
      </form>
    </main>
  );
}
