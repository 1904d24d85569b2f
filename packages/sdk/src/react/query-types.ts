import type {
  CashwrapContract,
  InputOf,
  Mutation,
  Operation,
  OutputOf,
  Query,
  Subscription,
} from '@cashwrap/contract';
import type {
  DataTag,
  DefinedInitialDataOptions,
  InfiniteData,
  QueryFilters,
  SkipToken,
  UndefinedInitialDataInfiniteOptions,
  UndefinedInitialDataOptions,
  UnusedSkipTokenInfiniteOptions,
  UnusedSkipTokenOptions,
  UseMutationOptions,
} from '@tanstack/react-query';
import type {
  DecorateRouterKeyable,
  TRPCMutationKey,
  TRPCQueryKey,
  useSubscription,
} from '@trpc/tanstack-react-query';
import type { AnyCashwrapError } from '../errors.ts';
import type { CallOptions, MutationOptions } from '../options.ts';
import type { PageOf } from '../pages.ts';
import type { AnsweredAs, AskedAs, InForm, TypeOf } from '../types.ts';

/** What a query takes for its calls. TanStack Query gives the signal: a query that nobody looks at any more is aborted. */
export type QueryCallOptions = Omit<CallOptions, 'signal'>;

/** What a mutation takes for its calls. */
export type MutationCallOptions = Omit<MutationOptions, 'signal'>;

interface ForQuery {
  /** Options of the SDK for each call. */
  readonly call?: QueryCallOptions | undefined;
}

/** What the integration decides itself. */
type Decided = 'queryKey' | 'queryFn' | 'queryHash' | 'queryKeyHashFn';
type DecidedOfPages = Decided | 'initialPageParam' | 'getNextPageParam';

type Key<Data> = DataTag<TRPCQueryKey, Data, AnyCashwrapError>;
type Keyed<Data> = { queryKey: Key<Data> };
type Filter<Data> = QueryFilters<Key<Data>> & Keyed<Data>;
type FilterOptions = Omit<QueryFilters, 'queryKey'>;

/** May be left out where nothing need be given. */
type Args<Input, Rest extends readonly unknown[]> = undefined extends Input
  ? [input?: Input, ...Rest]
  : [input: Input, ...Rest];

/** For `useQuery`, `useSuspenseQuery`, `prefetchQuery` and the like. */
interface QueryOptionsFunction<Input, Output> {
  <Data = Output>(
    input: Input | SkipToken,
    options: ForQuery &
      Omit<DefinedInitialDataOptions<Output, AnyCashwrapError, Data, TRPCQueryKey>, Decided>,
  ): DefinedInitialDataOptions<Output, AnyCashwrapError, Data, TRPCQueryKey> & Keyed<Output>;
  <Data = Output>(
    ...args: Args<
      Input,
      [
        options?: ForQuery &
          Omit<UnusedSkipTokenOptions<Output, AnyCashwrapError, Data, TRPCQueryKey>, Decided>,
      ]
    >
  ): UnusedSkipTokenOptions<Output, AnyCashwrapError, Data, TRPCQueryKey> & Keyed<Output>;
  <Data = Output>(
    input: Input | SkipToken,
    options?: ForQuery &
      Omit<UndefinedInitialDataOptions<Output, AnyCashwrapError, Data, TRPCQueryKey>, Decided>,
  ): UndefinedInitialDataOptions<Output, AnyCashwrapError, Data, TRPCQueryKey> & Keyed<Output>;
}

/** The same for what is answered in one of several forms: as `format` asks for it, else as JSON. */
interface QueryOptionsInForms<Input, Output extends InForm> {
  <F extends Output['format'] = Json<Output>, Data = AnsweredAs<F, Output>>(
    ...args: Args<
      Input extends undefined ? Input : AskedAs<F, Input>,
      [
        options?: ForQuery &
          Omit<UnusedSkipTokenOptions<AnsweredAs<F, Output>, AnyCashwrapError, Data, TRPCQueryKey>, Decided>,
      ]
    >
  ): UnusedSkipTokenOptions<AnsweredAs<F, Output>, AnyCashwrapError, Data, TRPCQueryKey> &
    Keyed<AnsweredAs<F, Output>>;
  <F extends Output['format'] = Json<Output>, Data = AnsweredAs<F, Output>>(
    input: AskedAs<F, Input> | SkipToken,
    options?: ForQuery &
      Omit<UndefinedInitialDataOptions<AnsweredAs<F, Output>, AnyCashwrapError, Data, TRPCQueryKey>, Decided>,
  ): UndefinedInitialDataOptions<AnsweredAs<F, Output>, AnyCashwrapError, Data, TRPCQueryKey> &
    Keyed<AnsweredAs<F, Output>>;
}

type Json<Output extends InForm> = Extract<Output['format'], 'json'>;

interface OfQuery<Input, Output> {
  queryOptions: [Output] extends [InForm]
    ? QueryOptionsInForms<Input, Output>
    : QueryOptionsFunction<Input, Output>;
  /** The key of what was asked with this input; without one, of all that was asked of the operation. */
  queryKey: (input?: Partial<NonNullable<Input>>) => Key<Output>;
  /** For `invalidateQueries` and the like. */
  queryFilter: (input?: Partial<NonNullable<Input>>, filters?: FilterOptions) => Filter<Output>;
}

type Cursor = string | undefined;
type AllPages<Page> = InfiniteData<Page, Cursor>;

/** For `useInfiniteQuery` and the like. It reads on by the cursor of each page. */
interface InfiniteQueryOptionsFunction<Input, Page> {
  <Data = AllPages<Page>>(
    ...args: Args<
      Input,
      [
        options?: ForQuery &
          Omit<
            UnusedSkipTokenInfiniteOptions<Page, AnyCashwrapError, Data, TRPCQueryKey, Cursor>,
            DecidedOfPages
          >,
      ]
    >
  ): UnusedSkipTokenInfiniteOptions<Page, AnyCashwrapError, Data, TRPCQueryKey, Cursor> &
    Keyed<AllPages<Page>>;
  <Data = AllPages<Page>>(
    input: Input | SkipToken,
    options?: ForQuery &
      Omit<
        UndefinedInitialDataInfiniteOptions<Page, AnyCashwrapError, Data, TRPCQueryKey, Cursor>,
        DecidedOfPages
      >,
  ): UndefinedInitialDataInfiniteOptions<Page, AnyCashwrapError, Data, TRPCQueryKey, Cursor> &
    Keyed<AllPages<Page>>;
}

interface OfList<Input, Page> extends OfQuery<Input, Page> {
  infiniteQueryOptions: InfiniteQueryOptionsFunction<Input, Page>;
  infiniteQueryKey: (input?: Partial<NonNullable<Input>>) => Key<AllPages<Page>>;
  infiniteQueryFilter: (
    input?: Partial<NonNullable<Input>>,
    filters?: FilterOptions,
  ) => Filter<AllPages<Page>>;
}

/** `void`, so that `mutate()` takes no argument where the operation takes none. */
// biome-ignore lint/suspicious/noConfusingVoidType: only a parameter of this type may be left out
type Variables<Input> = undefined extends Input ? NonNullable<Input> | void : Input;

interface OfMutation<Input, Output> {
  /**
   * For `useMutation`. Each `mutate` is one call with one idempotency key, however often TanStack Query repeats it.
   */
  mutationOptions: <Context = unknown>(
    options?: Omit<
      UseMutationOptions<Output, AnyCashwrapError, Variables<Input>, Context>,
      'mutationKey' | 'mutationFn'
    > & {
      /** Options of the SDK for each `mutate`, such as an `idempotencyKey` that outlives the page, or an `approval`. */
      readonly call?: MutationCallOptions | ((input: Input) => MutationCallOptions) | undefined;
    },
  ) => UseMutationOptions<Output, AnyCashwrapError, Variables<Input>, Context> & {
    mutationKey: TRPCMutationKey;
  };
  mutationKey: () => TRPCMutationKey;
}

/** What {@link useSubscription} takes. */
type SubscriptionOptionsOut<Data> = Parameters<typeof useSubscription<Data, AnyCashwrapError>>[0];

interface OfSubscription<S extends Subscription> {
  /** For `useSubscription`. It goes on by itself behind the last message when its connection breaks. */
  subscriptionOptions: <Type extends TypeOf<S> = TypeOf<S>>(
    input?: (NonNullable<InputOf<S>> & { readonly types?: readonly Type[] | undefined }) | SkipToken,
    options?: {
      readonly enabled?: boolean;
    } & Pick<
      SubscriptionOptionsOut<Extract<OutputOf<S>, { type: Type }>>,
      'onStarted' | 'onData' | 'onError' | 'onConnectionStateChange'
    >,
  ) => SubscriptionOptionsOut<Extract<OutputOf<S>, { type: Type }>>;
}

type OfOperation<O extends Operation> = O extends Query
  ? OutputOf<O> extends PageOf<unknown>
    ? OfList<InputOf<O>, OutputOf<O>>
    : OfQuery<InputOf<O>, OutputOf<O>>
  : OfMutation<InputOf<O>, OutputOf<O>>;

/** `pathKey` and `pathFilter` are of everything below. */
type KeyedGroup = DecorateRouterKeyable<{ keyPrefix: false }>;

type OfGroup<C> = {
  readonly [K in keyof C]: C[K] extends Query | Mutation
    ? OfOperation<C[K]>
    : C[K] extends Subscription
      ? OfSubscription<C[K]>
      : OfGroup<C[K]>;
} & KeyedGroup;

/**
 * What TanStack Query takes for every operation of the contract, in the same groups as the client: `queryOptions`,
 * `infiniteQueryOptions` for lists, `mutationOptions`, `subscriptionOptions`, and the keys to find them by.
 */
export type CashwrapQueries = OfGroup<CashwrapContract>;
