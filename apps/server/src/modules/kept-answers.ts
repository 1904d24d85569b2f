import { Employee, Product, StockAdjustment, Stocktake, SupplierReturn, Transfer } from '@cashwrap/contract';
import type { Actor } from '../procedure/actor.ts';
import type { KeptAnswers } from '../procedure/idempotency.ts';
import { productSeenBy } from './catalog/index.ts';
import { adjustmentSeenBy } from './inventory/index.ts';
import { supplierReturnSeenBy } from './purchasing/index.ts';
import { employeeSeenBy } from './staff/index.ts';
import { stocktakeSeenBy } from './stocktakes/index.ts';
import { transferSeenBy } from './transfers/index.ts';

const employee = (actor: Actor, answer: unknown) => employeeSeenBy(actor, Employee.parse(answer));
const product = (actor: Actor, answer: unknown) => productSeenBy(actor, Product.parse(answer));
const adjustment = (actor: Actor, answer: unknown) => adjustmentSeenBy(actor, StockAdjustment.parse(answer));
const transfer = (actor: Actor, answer: unknown) => transferSeenBy(actor, Transfer.parse(answer));
const supplierReturn = (actor: Actor, answer: unknown) =>
  supplierReturnSeenBy(actor, SupplierReturn.parse(answer));
const stocktake = (actor: Actor, answer: unknown) => stocktakeSeenBy(actor, Stocktake.parse(answer));

/** What is left of answers that were kept, where fields take a permission of their own. */
export const keptAnswers = {
  'employees.create': employee,
  'employees.update': employee,
  'employees.terminate': employee,
  'products.create': product,
  'products.update': product,
  'products.archive': product,
  'products.unarchive': product,
  'inventory.adjust': adjustment,
  'inventory.revalue': adjustment,
  'inventory.moveDamaged': adjustment,
  'inventory.supplierReturns.create': supplierReturn,
  'inventory.transfers.create': transfer,
  'inventory.transfers.update': transfer,
  'inventory.transfers.send': transfer,
  'inventory.transfers.receive': transfer,
  'inventory.transfers.close': transfer,
  'inventory.transfers.cancel': transfer,
  'inventory.stocktakes.create': stocktake,
  'inventory.stocktakes.update': stocktake,
  'inventory.stocktakes.start': stocktake,
  'inventory.stocktakes.review': stocktake,
  'inventory.stocktakes.apply': stocktake,
  'inventory.stocktakes.cancel': stocktake,
} satisfies KeptAnswers;
