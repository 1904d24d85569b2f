import { isCashwrapError } from '@cashwrap/sdk';
import { useCashwrap } from '@cashwrap/sdk/react';
import { useQuery } from '@tanstack/react-query';
import { Counter } from './counter.tsx';
import { Problem } from './problem.tsx';
import { SignIn } from './sign-in.tsx';

/** Whoever is signed in sees the till; who signs in or out is asked again by the integration itself. */
export function App() {
  const cashwrap = useCashwrap();
  const me = useQuery(cashwrap.auth.me.queryOptions());
  if (isCashwrapError(me.error, 'UNAUTHENTICATED', 'TOKEN_EXPIRED', 'INVALID_REFRESH_TOKEN'))
    return <SignIn />;
  if (me.error) {
    return (
      <main className="centred">
        <Problem error={me.error} />
        <button type="button" onClick={() => me.refetch()}>
          Try again
        </button>
      </main>
    );
  }
  if (!me.data) return <main className="centred" aria-busy="true" />;
  return <Counter me={me.data} />;
}
