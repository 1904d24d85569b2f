import { isCashwrapError, type Me, type Register, type Store } from '@cashwrap/sdk';
import { useCashwrap } from '@cashwrap/sdk/react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { OpenDrawer } from './open-drawer.tsx';
import { Problem } from './problem.tsx';
import { Till } from './till.tsx';

const REGISTER = 'cashwrap.register';

/** The till that this page stands for, who is at it, and whether its drawer is open. */
export function Counter({ me }: { me: Me }) {
  const cashwrap = useCashwrap();
  const [chosen, choose] = useState(() => localStorage.getItem(REGISTER));
  const stores = useQuery(cashwrap.stores.list.queryOptions({ limit: 200 }));
  const registers = useQuery(cashwrap.registers.list.queryOptions({ kind: 'till', limit: 200 }));
  const logout = useMutation(cashwrap.auth.logout.mutationOptions());

  const tills = (stores.data?.items ?? []).flatMap((store) =>
    (registers.data?.items ?? [])
      .filter(({ storeId, retiredAt }) => storeId === store.id && retiredAt === null)
      .map((register) => ({ store, register })),
  );
  const till = tills.find(({ register }) => register.id === chosen) ?? tills[0];
  return (
    <>
      <header className="bar">
        <strong className="brand">Till</strong>
        <select
          aria-label="Register"
          value={till?.register.id}
          onChange={({ target }) => {
            localStorage.setItem(REGISTER, target.value);
            choose(target.value);
          }}
        >
          {tills.map(({ store, register }) => (
            <option key={register.id} value={register.id}>
              {store.name} · {register.name}
            </option>
          ))}
        </select>
        <span className="who">{me.name}</span>
        <button type="button" className="quiet" onClick={() => logout.mutate()}>
          Sign out
        </button>
      </header>
      <Problem error={stores.error ?? registers.error ?? logout.error} />
      {till && <AtTill key={till.register.id} {...till} me={me} />}
      {stores.data && registers.data && !till && <p className="centred">There is no till in your stores.</p>}
    </>
  );
}

function AtTill({ store, register, me }: { store: Store; register: Register; me: Me }) {
  const cashwrap = useCashwrap();
  const at = { storeId: store.id, registerId: register.id };
  const shift = useQuery(cashwrap.shifts.current.queryOptions(at));
  if (isCashwrapError(shift.error, 'NOT_FOUND')) return <OpenDrawer store={store} register={register} />;
  if (shift.error) return <Problem error={shift.error} />;
  if (!shift.data) return <main className="centred" aria-busy="true" />;
  return <Till store={store} register={register} me={me} />;
}
