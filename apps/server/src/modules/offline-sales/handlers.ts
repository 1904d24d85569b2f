import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { ingestSales } from './ingest-sales.ts';
import { listSaleFlags, resolveSaleFlag } from './sale-flags.ts';

export const offlineSaleHandlers: Pick<Handlers<typeof contract.sales>, 'ingest'> = { ingest: ingestSales };

export const saleFlagHandlers: Handlers<typeof contract.saleFlags> = {
  list: listSaleFlags,
  resolve: resolveSaleFlag,
};
