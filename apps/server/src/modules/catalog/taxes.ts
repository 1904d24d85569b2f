import type {
  CreateTaxCategoryInput,
  CreateTaxRateInput,
  ListTaxCategoriesInput,
  ListTaxRatesInput,
  Page,
  TaxCategory,
  TaxRate,
  UpdateTaxCategoryInput,
  UpdateTaxRateInput,
} from '@cashwrap/contract';
import { percentToPpm, ppmToPercent } from '@cashwrap/pricing';
import type { z } from 'zod';
import {
  alreadyExists,
  type Failure,
  invalidInput,
  invalidReference,
  notFound,
  refuseStale,
} from '../../procedure/failure.ts';
import { changesOf } from '../../procedure/field-changes.ts';
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
  lockTaxCategory,
  lockTaxRate,
  type TaxCategoryRow,
  type TaxRateRow,
  updateTaxCategory as updateCategoryRow,
  updateTaxRate as updateRateRow,
} from './taxes.repo.ts';

export async function createTaxCategory(
  call: MutationCall,
  { name }: CreateTaxCategoryInput,
): Promise<TaxCategory> {
  const row = await insertTaxCategory(call.tx, { id: call.newId(), name, createdAt: call.now });
  if (!row) {
    throw alreadyExists('tax category', 'name', name, (await findTaxCategoryIdByName(call.tx, name)) ?? null);
  }
  const category = toTaxCategory(row);
  call.audit({ storeId: null, documentType: 'tax_category', documentId: category.id, after: category });
  return category;
}

export async function updateTaxCategory(
  call: MutationCall,
  { id, version, name }: UpdateTaxCategoryInput,
): Promise<TaxCategory> {
  const { tx, now } = call;
  const before = await lockTaxCategory(tx, id);
  if (!before) throw notFound('tax category');
  refuseStale('tax category', version, before.version);
  if (before.name === name) {
    call.changedNothing();
    return toTaxCategory(before);
  }
  const holderId = await findTaxCategoryIdByName(tx, name);
  if (holderId !== undefined) throw alreadyExists('tax category', 'name', name, holderId);
  const row = { ...before, name, version: version + 1, updatedAt: now };
  await updateCategoryRow(tx, row);
  const after = toTaxCategory(row);
  call.audit({
    ...{ storeId: null, documentType: 'tax_category', documentId: id },
    ...{ before: toTaxCategory(before), after },
  });
  return after;
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
  if (!row) throw overlapping(input.name, (await findOverlappingTaxRateId(tx, input)) ?? '');
  const rate = toTaxRate(row);
  call.audit({ storeId: rate.storeId, documentType: 'tax_rate', documentId: rate.id, after: rate });
  return rate;
}

/** Changes what is given and leaves the rest; sales keep the rates that they were made with. */
export async function updateTaxRate(
  call: MutationCall,
  { id, version, percentage, ...given }: UpdateTaxRateInput,
): Promise<TaxRate> {
  const { tx, now } = call;
  const before = await lockTaxRate(tx, call.scope, id);
  if (!before) throw notFound('tax rate');
  refuseStale('tax rate', version, before.version);
  const ratePpm = percentage === undefined ? undefined : percentToPpm(percentage);
  const changes = changesOf(before, { ...given, ratePpm });
  if (Object.keys(changes).length === 0) {
    call.changedNothing();
    return toTaxRate(before);
  }
  const row = { ...before, ...changes, version: version + 1, updatedAt: now };
  if (row.validTo !== null && row.validFrom > row.validTo) {
    throw invalidInput([
      given.validTo === undefined
        ? { path: ['validFrom'], message: `must not be after ${row.validTo}, the last day` }
        : { path: ['validTo'], message: `must not be before ${row.validFrom}, the first day` },
    ]);
  }
  const holderId = await findOverlappingTaxRateId(tx, row);
  if (holderId !== undefined) throw overlapping(row.name, holderId);
  await updateRateRow(tx, row);
  const after = toTaxRate(row);
  call.audit({
    ...{ storeId: row.storeId, documentType: 'tax_rate', documentId: id },
    ...{ before: toTaxRate(before), after },
  });
  return after;
}

function overlapping(name: string, holderId: string): Failure<'ALREADY_EXISTS'> {
  return alreadyExists('tax rate of this store, category and time', 'name', name, holderId);
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
