import type { TrpcNode, TrpcObserver } from './trpc-node.ts';

/** The methods of a subscription. It tells the data of a message alone, as the SDK does, and the SDK's own errors. */
export function createSubscription({ subscriptionOptions }: TrpcNode) {
  return {
    subscriptionOptions: (input: unknown, options: object = {}) => {
      const ofTrpc = subscriptionOptions(input, options);
      return { ...ofTrpc, subscribe: (observer: Observer) => ofTrpc.subscribe(toTrpc(observer)) };
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
