import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { addLine } from './add-line.ts';
import { completeSale } from './complete-sale.ts';
import { createSale } from './create-sale.ts';
import { getSale } from './get-sale.ts';
import { listOpenSales } from './list-open-sales.ts';
import { parkSale } from './park-sale.ts';
import { removeLine } from './remove-line.ts';
import { resumeSale } from './resume-sale.ts';
import { updateLine } from './update-line.ts';
import { updateSale } from './update-sale.ts';

/** They join the operations on completed sales. */
export const openSaleHandlers: Handlers<
  Pick<
    typeof contract.sales,
    | 'create'
    | 'get'
    | 'listOpen'
    | 'update'
    | 'addLine'
    | 'updateLine'
    | 'removeLine'
    | 'park'
    | 'resume'
    | 'complete'
  >
> = {
  create: createSale,
  get: getSale,
  listOpen: listOpenSales,
  update: updateSale,
  addLine,
  updateLine,
  removeLine,
  park: parkSale,
  resume: resumeSale,
  complete: completeSale,
};
