import type { Client } from '../client.ts';
import type { TrpcNode, TrpcObserver } from './trpc-node.ts';

/**
 * The methods of a subscription. It tells the data of a message alone, as the SDK does, and the SDK's own errors. It is for who
 * is signed in: when that changes, it begins anew.
 */
export function createSubscription(client: Client, { subscriptionOptions }: TrpcNode) {
  return {
    subscriptionOptions: (input: unknown, options: object = {}) => {
      const ofTrpc = subscriptionOptions(input, options);
      const subscribe = (observer: Observer) => {
        const begin = () => ofTrpc.subscribe(toTrpc(observer));
        let current = begin();
        const stopWatching = client.watchSession(() => {
          current.unsubscribe();
          // What was told to one person is forgotten before another one can see it.
          observer.onConnectionStateChange({ state: 'idle', error: null });
          current = begin();
        });
        return {
          unsubscribe: () => {
            stopWatching();
            current.unsubscribe();
          },
        };
      };
      return { ...ofTrpc, subscribe };
    },
  };
}

/** As `useSubscription` gives it. */
interface Observer {
  readonly onStarted: () => void;
  readonly onData: (data: unknown) => void;
  readonly onError: (error: unknown) => void;
  readonly onConnectionStateChange: (state: { readonly state: string; readonly error: unknown }) => void;
}

function toTrpc({ onStarted, onData, onError, onConnectionStateChange }: Observer): TrpcObserver {
  return {
    onStarted,
    onData: ({ data }) => onData(data),
    onError: (error) => onError(error.cause),
    onConnectionStateChange: (change) =>
      onConnectionStateChange({ ...change, error: change.error?.cause ?? null }),
  };
}
