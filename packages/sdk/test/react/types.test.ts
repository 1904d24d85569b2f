import type { CashwrapContract, EventOf, OutputOf, Product, Sale } from '@cashwrap/contract';
import {
  type InfiniteData,
  type QueryClient,
  skipToken,
  useInfiniteQuery,
  useMutation,
  useQuery,
} from '@tanstack/react-query';
import { describe, expectTypeOf, it } from 'vitest';
import type { AnyCashwrapError } from '../../src/index.ts';
import { type CashwrapQueries, useCashwrap, useSubscription } from '../../src/react/index.ts';

type ProductPage = OutputOf<CashwrapContract['products']['list']>;

// Components, which are compiled and never called.
function Reading() {
  const { products } = useCashwrap();
  const { data, error } = useQuery(products.get.queryOptions({ id: 'x' }));
  expectTypeOf(data).toEqualTypeOf<Product | undefined>();
  expectTypeOf(error).toEqualTypeOf<AnyCashwrapError | null>();
  const select = ({ items }: ProductPage) => items.map(({ name }) => name);
  const names = useQuery(products.list.queryOptions({ limit: 1 }, { select }));
  expectTypeOf(names.data).toEqualTypeOf<string[] | undefined>();
  const pages = useInfiniteQuery(products.list.infiniteQueryOptions());
  expectTypeOf(pages.data).toEqualTypeOf<InfiniteData<ProductPage, string | undefined> | undefined>();
}

function ReadingInForms({ id }: { id?: string }) {
  const { receipt } = useCashwrap().sales;
  const text = useQuery(receipt.queryOptions({ id: 'x', format: 'text' }));
  expectTypeOf(text.data?.format).toEqualTypeOf<'text' | undefined>();
  const later = useQuery(receipt.queryOptions(id ? { id, format: 'html' } : skipToken));
  expectTypeOf(later.data?.format).toEqualTypeOf<'html' | undefined>();
  const json = useQuery(receipt.queryOptions({ id: 'x' }));
  expectTypeOf(json.data?.format).toEqualTypeOf<'json' | undefined>();
}

function Selling() {
  const { sales, auth } = useCashwrap();
  const { mutate, data, error } = useMutation(sales.create.mutationOptions());
  expectTypeOf(data).toEqualTypeOf<Sale | undefined>();
  expectTypeOf(error).toEqualTypeOf<AnyCashwrapError | null>();
  // @ts-expect-error A sale has lines.
  mutate({ storeId: 'x', registerId: 'x' });
  expectTypeOf(useMutation(auth.logout.mutationOptions()).mutate).toBeCallableWith();
}

function Listening() {
  const { events } = useCashwrap();
  const { data, error } = useSubscription(
    events.subscribe.subscriptionOptions({ types: ['sale.completed'] }),
  );
  expectTypeOf(data).toEqualTypeOf<EventOf<'sale.completed'> | undefined>();
  expectTypeOf(error).toExtend<AnyCashwrapError | null | undefined>();
}

describe('the types of the queries', () => {
  it('answer what the contract answers, and fail as the SDK does', () => {
    expectTypeOf(Reading).toBeFunction();
  });

  it('answer in the form that was asked for', () => {
    expectTypeOf(ReadingInForms).toBeFunction();
  });

  it('take what the contract takes, and nothing where nothing is needed', () => {
    expectTypeOf<CashwrapQueries['auth']['me']['queryOptions']>().toBeCallableWith();
    expectTypeOf<CashwrapQueries['products']['get']['queryOptions']>().toBeCallableWith({ id: 'x' });
    expectTypeOf<CashwrapQueries['products']['get']['queryOptions']>().toBeCallableWith(skipToken);
    // @ts-expect-error An id is needed.
    expectTypeOf<CashwrapQueries['products']['get']['queryOptions']>().toBeCallableWith();
    // @ts-expect-error There is no such filter.
    expectTypeOf<CashwrapQueries['products']['list']['queryOptions']>().toBeCallableWith({ colour: 'red' });
  });

  it('type what is sold, and let nothing be given where nothing is taken', () => {
    expectTypeOf(Selling).toBeFunction();
  });

  it('tell of the events that were asked for', () => {
    expectTypeOf(Listening).toBeFunction();
  });

  it('offer pages of lists alone', () => {
    expectTypeOf<CashwrapQueries['products']['list']>().toHaveProperty('infiniteQueryOptions');
    expectTypeOf<CashwrapQueries['products']['get']>().not.toHaveProperty('infiniteQueryOptions');
    expectTypeOf<CashwrapQueries['sales']['create']>().not.toHaveProperty('queryOptions');
  });

  it('know what the cache holds under a key', () => {
    expectTypeOf((queryClient: QueryClient, { products }: CashwrapQueries) => {
      expectTypeOf(queryClient.getQueryData(products.get.queryKey({ id: 'x' }))).toEqualTypeOf<
        Product | undefined
      >();
      expectTypeOf(queryClient.getQueryData(products.list.infiniteQueryKey())?.pages).toEqualTypeOf<
        ProductPage[] | undefined
      >();
    }).toBeFunction();
  });
});
