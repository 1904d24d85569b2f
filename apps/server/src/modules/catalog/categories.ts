import {
  type Category,
  type CreateCategoryInput,
  type ListCategoriesInput,
  MAX_CATEGORY_DEPTH,
  type Page,
  type UpdateCategoryInput,
} from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import { alreadyExists, Failure, invalidReference, notFound, refuseStale } from '../../procedure/failure.ts';
import type { MutationCall, QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import {
  type CategoryRow,
  countUses,
  deleteCategory as deleteRow,
  findCategory,
  findSibling,
  heightOf,
  insertCategory,
  listCategories as listRows,
  lockCategory,
  lockTree,
  moveSubtree,
  updateCategory as updateRow,
} from './categories.repo.ts';

export async function createCategory(
  call: MutationCall,
  { name, parentId }: CreateCategoryInput,
): Promise<Category> {
  const { tx, now } = call;
  await lockTree(tx);
  const above = await pathOf(tx, parentId);
  if (above.length >= MAX_CATEGORY_DEPTH) throw tooDeep();
  const id = call.newId();
  await refuseTakenName(tx, id, parentId, name);
  const path = [...above, id];
  const row = await insertCategory(tx, { id, name, parentId, path, createdAt: now, updatedAt: now });
  const category = toCategory(row);
  call.audit({ storeId: null, documentType: 'category', documentId: id, after: category });
  return category;
}

export async function getCategory({ db }: QueryCall, { id }: { id: string }): Promise<Category> {
  const row = await findCategory(db, id);
  if (!row) throw notFound('category');
  return toCategory(row);
}

export function listCategories({ db }: QueryCall, input: ListCategoriesInput): Promise<Page<Category>> {
  return readPage(
    'categories',
    input,
    (page) => listRows(db, input.parentId, page),
    (row, column) => (column === 'name' ? row.name : row.createdAt.toISOString()),
    toCategory,
  );
}

/** Renames a category or moves it; what is below it moves along, in the same transaction. */
export async function updateCategory(
  call: MutationCall,
  { id, version, name, parentId }: UpdateCategoryInput,
): Promise<Category> {
  const { tx, now } = call;
  await lockTree(tx);
  const before = await findCategory(tx, id);
  if (!before) throw notFound('category');
  refuseStale('category', version, before.version);
  const wanted = { name: name ?? before.name, parentId: parentId === undefined ? before.parentId : parentId };
  if (wanted.name === before.name && wanted.parentId === before.parentId) {
    call.changedNothing();
    return toCategory(before);
  }
  let path = before.path;
  if (wanted.parentId !== before.parentId) {
    const above = await pathOf(tx, wanted.parentId);
    if (above.includes(id)) throw cycle(before);
    if (above.length + (await heightOf(tx, before)) > MAX_CATEGORY_DEPTH) throw tooDeep();
    await moveSubtree(tx, before, above);
    path = [...above, id];
  }
  await refuseTakenName(tx, id, wanted.parentId, wanted.name);
  const stamped = { ...wanted, version: version + 1, updatedAt: now };
  await updateRow(tx, id, stamped);
  const after = toCategory({ ...before, ...stamped, path });
  call.audit({
    ...{ storeId: null, documentType: 'category', documentId: id },
    ...{ before: toCategory(before), after },
  });
  return after;
}

export async function deleteCategory(call: MutationCall, { id }: { id: string }): Promise<null> {
  const { tx } = call;
  await lockTree(tx);
  const row = await lockCategory(tx, id);
  if (!row) throw notFound('category');
  const uses = await countUses(tx, id);
  if (uses.products > 0 || uses.categories > 0) {
    throw new Failure('CATEGORY_IN_USE', {
      detail: `There are ${uses.products} products and ${uses.categories} categories in "${row.name}". Move them first.`,
      details: uses,
    });
  }
  await deleteRow(tx, id);
  call.audit({ storeId: null, documentType: 'category', documentId: id, before: toCategory(row) });
  return null;
}

/** The path of what is to be the parent; nothing is above the top. */
async function pathOf(tx: Tx, parentId: string | null): Promise<readonly string[]> {
  if (parentId === null) return [];
  const parent = await findCategory(tx, parentId);
  if (!parent) throw invalidReference('category', ['parentId']);
  return parent.path;
}

async function refuseTakenName(tx: Tx, id: string, parentId: string | null, name: string): Promise<void> {
  const holderId = await findSibling(tx, parentId, name, id);
  if (holderId !== undefined) throw alreadyExists('category of the same parent', 'name', name, holderId);
}

function cycle({ name }: CategoryRow): Failure<'CATEGORY_CYCLE'> {
  return new Failure('CATEGORY_CYCLE', {
    detail: `"${name}" cannot be moved into itself or into a category below it.`,
  });
}

function tooDeep(): Failure<'CATEGORY_TOO_DEEP'> {
  return new Failure('CATEGORY_TOO_DEEP', {
    detail: `The tree of categories would be more than ${MAX_CATEGORY_DEPTH} levels deep.`,
  });
}

function toCategory({ createdAt, updatedAt, ...row }: CategoryRow): Category {
  return { ...row, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
