import type {
  CreateTaxCategoryInput,
  CreateTaxRateInput,
  ListTaxCategoriesInput,
  ListTaxRatesInput,
  Page,
  TaxCategory,
  TaxRate,
} from '@cashwrap/contract';
import { percentToPpm, ppmToPercent } from '@cashwrap/pricing';
import type { z } from 'zod';
import { alreadyExists, invalidReference, notFound } from '../../procedure/failure.ts';
import type { MutationCall, QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import {
  findOverlappingTaxRateId,
  findTaxCategory,
  findTaxCategoryIdByName,
  findTaxRate,
  insertTaxCategory,
  insertTaxRate,
  listTaxCategories as listCategoryRows,
  listTaxRates as listRateRows,
  type TaxCategoryRow,
  type TaxRateRow,
} from './taxes.repo.ts';

export async function createTaxCategory(
  call: MutationCall,
  { name }: CreateTaxCategoryInput,
): Promise<TaxCategory> {
  const row = await insertTaxCategory(call.tx, { id: call.newId(), name, createdAt: call.now });
  if (!row) {
    throw alreadyExists('tax category', 'name', name, (await findTaxCategoryIdByName(call.tx, name)) ?? '');
  }
  const category = toTaxCategory(row);
  call.audit({ storeId: null, documentType: 'tax_category', documentId: category.id, after: category });
  return category;
}

export async function getTaxCategory({ db }: QueryCall, { id }: { id: string }): Promise<TaxCategory> {
  const row = await findTaxCategory(db, id);
  if (!row) throw notFound('tax category');
  return toTaxCategory(row);
}

export function listTaxCategories(
  { db }: QueryCall,
  input: z.output<typeof ListTaxCategoriesInput>,
): Promise<Page<TaxCategory>> {
  return readPage(
    'taxCategories',
    input,
    (page) => listCategoryRows(db, page),
    (row, column) => (column === 'name' ? row.name : row.createdAt.toISOString()),
    toTaxCategory,
  );
}

/** Adds a rate. Rates of one name for one store and category never overlap in time. */
export async function createTaxRate(call: MutationCall, input: CreateTaxRateInput): Promise<TaxRate> {
  const { tx } = call;
  if (!(await findTaxCategory(tx, input.taxCategoryId))) {
    throw invalidReference('tax category', ['taxCategoryId']);
  }
  const { percentage, ...fields } = input;
  const row = await insertTaxRate(tx, {
    ...fields,
    id: call.newId(),
    ratePpm: percentToPpm(percentage),
    createdAt: call.now,
  });
  if (!row) {
    const holderId = await findOverlappingTaxRateId(tx, input);
    throw alreadyExists('tax rate of this store, category and time', 'name', input.name, holderId ?? '');
  }
  const rate = toTaxRate(row);
  call.audit({ storeId: rate.storeId, documentType: 'tax_rate', documentId: rate.id, after: rate });
  return rate;
}

export async function getTaxRate({ db, scope }: QueryCall, { id }: { id: string }): Promise<TaxRate> {
  const row = await findTaxRate(db, scope, id);
  if (!row) throw notFound('tax rate');
  return toTaxRate(row);
}

export function listTaxRates(
  { db, scope }: QueryCall,
  input: z.output<typeof ListTaxRatesInput>,
): Promise<Page<TaxRate>> {
  return readPage(
    'taxRates',
    input,
    (page) => listRateRows(db, scope, input, page),
    (row) => row.createdAt.toISOString(),
    toTaxRate,
  );
}

function toTaxCategory({ createdAt, updatedAt, ...row }: TaxCategoryRow): TaxCategory {
  return { ...row, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}

function toTaxRate({ createdAt, updatedAt, ratePpm, ...row }: TaxRateRow): TaxRate {
  return {
    ...row,
    percentage: ppmToPercent(ratePpm),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
