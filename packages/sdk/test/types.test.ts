import type { CashwrapContract, InputOf, OutputOf } from '@cashwrap/contract';
import { describe, expectTypeOf, it } from 'vitest';
import type { operations } from '../src/generated/operations.ts';
import {
  type AnyApiError,
  type AnyCashwrapError,
  type CallOptions,
  type Cashwrap,
  CashwrapApiError,
  type CashwrapEvent,
  type CreateProductInput,
  type ErrorCode,
  type EventOf,
  isApiError,
  isCashwrapError,
  type MutationOptions,
  type Pages,
  type Product,
  type TokenPair,
} from '../src/index.ts';
import type { OperationName } from '../src/operation-info.ts';
import type { Methods } from '../src/types.ts';

type Products = CashwrapContract['products'];

/** What each method takes and answers; of one with type parameters, what it does without them. */
type Signatures<C> = {
  [K in keyof C]: C[K] extends (...given: infer Given) => infer Answer ? [Given, Answer] : Signatures<C[K]>;
};

describe('the types of the client', () => {
  it('are what the contract makes of them', () => {
    expectTypeOf<Signatures<Cashwrap>>().toExtend<Signatures<Methods<CashwrapContract>>>();
    expectTypeOf<Signatures<Methods<CashwrapContract>>>().toExtend<Signatures<Cashwrap>>();
    expectTypeOf<Cashwrap>().toExtend<Methods<CashwrapContract>>();
  });

  it('take what the contract takes', () => {
    expectTypeOf<Parameters<Cashwrap['products']['get']>[0]>().toEqualTypeOf<{ id: string }>();
    expectTypeOf<Parameters<Cashwrap['products']['create']>[0]>().toEqualTypeOf<
      InputOf<Products['create']>
    >();
    expectTypeOf<CreateProductInput>().toExtend<Parameters<Cashwrap['products']['create']>[0]>();
    expectTypeOf<Cashwrap['products']['create']>().parameter(0).not.toBeAny();
  });

  it('leave out what is not needed, and only that', () => {
    expectTypeOf<Cashwrap['auth']['me']>().toBeCallableWith();
    expectTypeOf<Cashwrap['auth']['logout']>().toBeCallableWith({}, { maxRetries: 0 });
    expectTypeOf<Cashwrap['products']['list']>().toBeCallableWith();
    expectTypeOf<Cashwrap['products']['list']>().toBeCallableWith({ search: 'tea' });
    // @ts-expect-error An id is needed.
    expectTypeOf<Cashwrap['products']['get']>().toBeCallableWith();
  });

  it('answer what the contract answers', () => {
    expectTypeOf<ReturnType<Cashwrap['products']['get']>>().toEqualTypeOf<Promise<Product>>();
    expectTypeOf<ReturnType<Cashwrap['auth']['login']>>().toEqualTypeOf<Promise<TokenPair>>();
    expectTypeOf<ReturnType<Cashwrap['auth']['logout']>>().toEqualTypeOf<Promise<void>>();
    expectTypeOf<ReturnType<Cashwrap['products']['list']>>().toEqualTypeOf<
      Pages<OutputOf<Products['list']>, Product>
    >();
    expectTypeOf<Awaited<ReturnType<Cashwrap['products']['list']>>['items']>().toEqualTypeOf<Product[]>();
  });

  it('offer a key to mutations that take one', () => {
    expectTypeOf<Parameters<Cashwrap['products']['create']>[1]>().toEqualTypeOf<
      MutationOptions | undefined
    >();
    expectTypeOf<Parameters<Cashwrap['products']['get']>[1]>().toEqualTypeOf<CallOptions | undefined>();
    expectTypeOf<Parameters<Cashwrap['auth']['login']>[1]>().toEqualTypeOf<CallOptions | undefined>();
    // @ts-expect-error A query takes no key.
    expectTypeOf<Cashwrap['auth']['me']>().toBeCallableWith({}, { idempotencyKey: 'a' });
    // @ts-expect-error There is no such option.
    expectTypeOf<Cashwrap['products']['create']>().toBeCallableWith({} as CreateProductInput, { retries: 3 });
  });

  it('tell events that narrow by their type', () => {
    expectTypeOf<Cashwrap['events']['subscribe']>().toBeCallableWith();
    expectTypeOf<Cashwrap['events']['subscribe']>().toBeCallableWith({ types: ['sale.completed'] });
    // @ts-expect-error There is no such type.
    expectTypeOf<Cashwrap['events']['subscribe']>().toBeCallableWith({ types: ['tea.drunk'] });
    expectTypeOf<ReturnType<Cashwrap['events']['subscribe']>>().toEqualTypeOf<
      AsyncGenerator<CashwrapEvent, void, void>
    >();
    const event = {} as CashwrapEvent;
    if (event.type === 'sale.completed') {
      expectTypeOf(event).toEqualTypeOf<EventOf<'sale.completed'>>();
      expectTypeOf(event.data.total).toEqualTypeOf<number>();
      expectTypeOf(event.version).toEqualTypeOf<1>();
      // @ts-expect-error That is what a shift tells.
      expectTypeOf(event.data).toHaveProperty('zNumber');
    }
  });

  it('tell only events of the types that were asked for', () => {
    const sales = (cashwrap: Cashwrap) => cashwrap.events.subscribe({ types: ['sale.completed'] });
    expectTypeOf<ReturnType<typeof sales>>().toEqualTypeOf<
      AsyncGenerator<EventOf<'sale.completed'>, void, void>
    >();
    const all = (cashwrap: Cashwrap) => cashwrap.events.subscribe({ start: 'oldest' });
    expectTypeOf<ReturnType<typeof all>>().toEqualTypeOf<AsyncGenerator<CashwrapEvent, void, void>>();
  });

  it('answer a report as it is asked for', () => {
    type Summary = OutputOf<CashwrapContract['reports']['salesSummary']>;
    type Levels = OutputOf<CashwrapContract['reports']['stockLevels']>;
    const november = { from: '2026-11-01', to: '2026-11-30' };
    const asked = ({ reports }: Cashwrap, format: 'json' | 'csv') => ({
      leftOut: reports.salesSummary(november),
      json: reports.salesSummary({ ...november, groupBy: 'week', format: 'json' }),
      file: reports.salesSummary({ ...november, format: 'csv', delimiter: ';' }),
      either: reports.salesSummary({ ...november, format }),
      withoutInput: reports.stockLevels(),
      fileOfLevels: reports.stockLevels({ format: 'csv' }),
    });
    type Json = Promise<Extract<Summary, { format: 'json' }>>;
    type File = Promise<Extract<Summary, { format: 'csv' }>>;
    type Asked = ReturnType<typeof asked>;
    expectTypeOf<Asked['leftOut']>().toEqualTypeOf<Json>();
    expectTypeOf<Asked['json']>().toEqualTypeOf<Json>();
    expectTypeOf<Asked['file']>().toEqualTypeOf<File>();
    expectTypeOf<Asked['either']>().toEqualTypeOf<Promise<Summary>>();
    expectTypeOf<Asked['withoutInput']>().toEqualTypeOf<Promise<Extract<Levels, { format: 'json' }>>>();
    expectTypeOf<Awaited<Asked['fileOfLevels']>['content']>().toEqualTypeOf<string>();
    // @ts-expect-error There is no such format.
    expectTypeOf<Cashwrap['reports']['salesSummary']>().toBeCallableWith({ ...november, format: 'xml' });
    // @ts-expect-error A period is needed.
    expectTypeOf<Cashwrap['reports']['salesSummary']>().toBeCallableWith({});
  });

  it('have a method for each operation, and the table a row', () => {
    expectTypeOf<keyof Cashwrap>().toEqualTypeOf<keyof CashwrapContract>();
    expectTypeOf<keyof typeof operations>().toEqualTypeOf<OperationName>();
    expectTypeOf<'products.byBarcode'>().toExtend<OperationName>();
  });
});

describe('the types of errors', () => {
  const caught: unknown = undefined;

  it('narrow by code, with the details of that code', () => {
    if (isCashwrapError(caught, 'INSUFFICIENT_STOCK')) {
      expectTypeOf(caught.code).toEqualTypeOf<'INSUFFICIENT_STOCK'>();
      expectTypeOf(caught.details.lines).toEqualTypeOf<
        {
          productId: string;
          name: string;
          position: number;
          requested: number;
          onHand: number;
          damaged?: number | undefined;
        }[]
      >();
    }
    if (isCashwrapError(caught, 'CONFLICT'))
      expectTypeOf(caught.details.currentVersion).toEqualTypeOf<number>();
    if (isCashwrapError(caught, 'NOT_FOUND')) expectTypeOf(caught.details).toEqualTypeOf<undefined>();
    if (isCashwrapError(caught, 'NOT_FOUND', 'CONFLICT')) {
      expectTypeOf(caught.details).toEqualTypeOf<{ currentVersion: number } | undefined>();
    }
    // @ts-expect-error There is no such code.
    isCashwrapError(caught, 'OUT_OF_TEA');
  });

  it('narrow in a switch, one code after the other', () => {
    if (!isApiError(caught)) return;
    expectTypeOf(caught).toEqualTypeOf<AnyApiError>();
    switch (caught.code) {
      case 'INSUFFICIENT_STOCK':
        expectTypeOf(caught.details.lines[0]?.onHand).toEqualTypeOf<number | undefined>();
        break;
      case 'CONFLICT':
        expectTypeOf(caught.details).toEqualTypeOf<{ currentVersion: number }>();
        break;
      case 'NOT_FOUND':
        expectTypeOf(caught.details).toEqualTypeOf<undefined>();
        break;
    }
  });

  it('are told apart by name', () => {
    if (!isCashwrapError(caught)) return;
    expectTypeOf(caught).toEqualTypeOf<AnyCashwrapError>();
    if (caught.name === 'CashwrapApiError') expectTypeOf(caught.code).toEqualTypeOf<ErrorCode>();
    else expectTypeOf(caught.attempts).toEqualTypeOf<number>();
  });

  it('know every code where no code was asked for', () => {
    if (caught instanceof CashwrapApiError) expectTypeOf(caught.status).toEqualTypeOf<number>();
  });

  it('answer a receipt as it is asked for, and know no other fields', () => {
    const asked = (cashwrap: Cashwrap) => ({
      receipt: cashwrap.sales.receipt({ id: 'x' }),
      page: cashwrap.sales.receipt({ id: 'x', format: 'html' }),
      // @ts-expect-error There is no such field.
      unknown: cashwrap.reports.salesSummary({ from: '2026-11-01', to: '2026-11-30', grupBy: 'day' }),
      // @ts-expect-error There is no such grouping.
      wrong: cashwrap.reports.salesSummary({ from: '2026-11-01', to: '2026-11-30', groupBy: 'moon' }),
    });
    type Asked = ReturnType<typeof asked>;
    expectTypeOf<Awaited<Asked['receipt']>['format']>().toEqualTypeOf<'json'>();
    expectTypeOf<Awaited<Asked['page']>['format']>().toEqualTypeOf<'html'>();
  });
});
