import type { ImportPricesInput, ImportResult } from '@cashwrap/contract';
import { type ImportKind, importFile } from '../../csv/import-file.ts';
import { notFound } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { currencyDigits } from '../currency/index.ts';
import {
  checkPrices,
  countPrices,
  createPriceStage,
  resolvePrices,
  stagePrices,
  writePrices,
} from './import-prices.repo.ts';
import { type PriceLine, priceFileColumns } from './price-columns.ts';
import { lockPriceList } from './price-lists.repo.ts';

/** Sets and takes away prices of a list by a file; those that it does not name stay. */
export async function importPrices(
  call: MutationCall & SignedIn,
  { id, ...input }: ImportPricesInput,
): Promise<ImportResult> {
  const list = await lockPriceList(call.tx, id);
  if (!list) throw notFound('price list');
  const digits = currencyDigits(list.currency);
  if (digits === undefined) throw new Error(`The currency of a price list is ${list.currency}.`);
  const result = await importFile(call, input, priceImport(call, id), digits);
  if (result.created + result.updated === 0 || result.dryRun) call.changedNothing();
  else {
    const { errors: _errors, ...counts } = result;
    call.audit({ storeId: list.storeId, documentType: 'price_list', documentId: id, after: counts });
  }
  return result;
}

function priceImport({ actor, newId, now }: MutationCall & SignedIn, id: string): ImportKind<PriceLine> {
  return {
    columns: priceFileColumns,
    required: ['sku', 'unit_price'],
    begin: createPriceStage,
    stage: (tx, rows) =>
      stagePrices(
        tx,
        rows.map(({ row, values, errors }) => ({
          ...{ row, bad: errors.length > 0, change_id: newId(), sku: values.sku },
          ...{ min_quantity: values.min_quantity, unit_price: values.unit_price },
        })),
      ),
    resolve: (tx) => resolvePrices(tx, id),
    check: checkPrices,
    write: async (tx, dryRun) => {
      const counts = await countPrices(tx);
      if (!dryRun) await writePrices(tx, id, actor.userId, now);
      return counts;
    },
  };
}
