import type { Exchange } from '@cashwrap/contract';
import type { Reader, StoreScope } from '@cashwrap/database';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { findSale, toSale } from '../sales/index.ts';
import { findExchangeIds } from './exchange.repo.ts';
import { toExchange } from './present-exchange.ts';
import { toReturn } from './present-return.ts';
import { findReturn } from './returns.repo.ts';

export async function getExchange({ db, scope }: QueryCall, { id }: { id: string }): Promise<Exchange> {
  const exchange = await findExchange(db, scope, id);
  if (!exchange) throw notFound('exchange');
  return exchange;
}

/** An exchange as it is now; `undefined` where there is none that can be seen. */
export async function findExchange(db: Reader, scope: StoreScope, id: string): Promise<Exchange | undefined> {
  const ids = await findExchangeIds(db, scope, id);
  if (!ids) return undefined;
  const [sold, returned] = await Promise.all([
    findSale(db, scope, ids.saleId),
    findReturn(db, scope, ids.returnId),
  ]);
  if (!sold || !returned) throw new Error('An exchange has lost one of its documents.');
  return toExchange(id, { return: toReturn(returned), sale: toSale(sold) });
}
