import type { QueryClient } from '@tanstack/react-query';
import { clientOf } from '../create-cashwrap.ts';
import type { Cashwrap } from '../generated/cashwrap.ts';

/**
 * Forgets what was answered to one person before another one can see it, and asks again for what is on the screen. Answers
 * how to stop that.
 */
export function forgetOnSignIn(cashwrap: Cashwrap, queryClient: QueryClient): () => void {
  return clientOf(cashwrap).watchSession(() => {
    const mutations = queryClient.getMutationCache();
    // One that is under way goes on, as the sign-in itself does.
    for (const mutation of mutations.getAll())
      if (mutation.state.status !== 'pending') mutations.remove(mutation);
    void queryClient.resetQueries();
  });
}
