import type { ImportProductsInput, ImportResult } from '@cashwrap/contract';
import { type ImportKind, importFile } from '../../csv/import-file.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { forbidden } from '../../procedure/scope.ts';
import { catalogueCurrencyDigits } from './catalogue-currency.ts';
import { lockTree } from './categories.repo.ts';
import { checkProducts } from './check-import-products.repo.ts';
import { compareProducts, createComparison } from './compare-import-products.repo.ts';
import { refuseUnseenCosts } from './costs.ts';
import { planCategories } from './domain/plan-categories.ts';
import {
  createCategoryStage,
  insertCategories,
  nameCategoryPaths,
  readCategoryPaths,
  readStoredCategories,
} from './import-categories.repo.ts';
import { createProductStage, resolveProducts, stageProducts } from './import-products.repo.ts';
import { writeSearchTexts } from './import-search-texts.ts';
import { type ProductLine, productFileColumns } from './product-columns.ts';
import { writeProducts } from './write-import-products.repo.ts';

/** Adds and changes products by a file: those are found by their SKU, and only what differs is written. */
export async function importProducts(
  call: MutationCall & SignedIn,
  input: ImportProductsInput,
): Promise<ImportResult> {
  // The entry names one permission; a file may change what is there as well as add to it.
  if (!call.actor.everywhere.has('products.update')) throw forbidden('products.update');
  const digits = await catalogueCurrencyDigits(call.tx);
  const result = await importFile(call, input, productImport(call), digits);
  if (result.created + result.updated === 0 || result.dryRun) call.changedNothing();
  else {
    const { errors: _errors, ...counts } = result;
    call.audit({ storeId: null, documentType: 'product_import', documentId: call.newId(), after: counts });
  }
  return result;
}

function productImport({ actor, newId, now }: MutationCall & SignedIn): ImportKind<ProductLine> {
  let given: readonly string[] = [];
  return {
    columns: productFileColumns,
    required: ['sku'],
    begin: async (tx) => {
      await createProductStage(tx);
      await createCategoryStage(tx);
      await createComparison(tx);
    },
    stage: (tx, rows) =>
      stageProducts(
        tx,
        rows.map(({ row, values, errors }) => ({
          ...values,
          ...{ row, bad: errors.length > 0 },
          ...{ id: newId(), price_change_id: newId(), cost_change_id: newId() },
        })),
      ),
    resolve: (tx, columns) => {
      if (columns.has('cost')) refuseUnseenCosts(actor);
      given = [...columns];
      return resolveProducts(tx);
    },
    check: (tx) => checkProducts(tx, given),
    write: async (tx, dryRun) => {
      const paths = await readCategoryPaths(tx);
      // Nobody moves or deletes a category before the products are in it.
      if (paths.length > 0 && !dryRun) await lockTree(tx);
      const { named, missing } = planCategories(paths, await readStoredCategories(tx), newId);
      await nameCategoryPaths(tx, named);
      const counts = await compareProducts(tx, given, now);
      if (dryRun) return counts;
      await insertCategories(tx, missing, now);
      await writeSearchTexts(tx);
      await writeProducts(tx, actor.userId);
      return counts;
    },
  };
}
