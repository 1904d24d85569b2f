import type { CreateSupplierInput, Supplier, UpdateSupplierInput } from '@cashwrap/contract';
import { alreadyExists, notFound, refuseStale } from '../../procedure/failure.ts';
import { changesOf, fieldChanges } from '../../procedure/field-changes.ts';
import type { MutationCall } from '../../procedure/handlers.ts';
import { findCatalogueCurrency } from '../catalog/index.ts';
import { currencyDigits, unknownCurrency } from '../currency/index.ts';
import {
  findSupplierIdByCode,
  insertSupplier,
  lockSupplier,
  type SupplierRow,
  updateSupplier as updateRow,
} from './suppliers.repo.ts';
import { toSupplier } from './suppliers.ts';

/** What tells of people: the audit log keeps the names of these fields, never what they hold. */
const WITHHELD: ReadonlySet<string> = new Set(['contacts', 'email', 'phone'] satisfies (keyof SupplierRow)[]);

/** Adds a supplier, who delivers nothing yet. */
export async function createSupplier(call: MutationCall, input: CreateSupplierInput): Promise<Supplier> {
  const { tx, now } = call;
  const currency = input.currency ?? (await findCatalogueCurrency(tx)).currency;
  if (currencyDigits(currency) === undefined) throw unknownCurrency('currency');
  const row = await insertSupplier(tx, {
    ...input,
    ...{ id: call.newId(), currency, status: 'active', createdAt: now, updatedAt: now },
  });
  if (!row) throw await codeTaken(call, input.code);
  auditSupplier(call, undefined, row);
  return toSupplier(row);
}

/** Changes what is given and leaves the rest; refuses a version other than the stored one. */
export function updateSupplier(
  call: MutationCall,
  { id, version, ...given }: UpdateSupplierInput,
): Promise<Supplier> {
  return change(call, id, version, given);
}

/** Puts a supplier away: nothing new is ordered from it, and what is ordered can still be received. */
export function archiveSupplier(
  call: MutationCall,
  { id, version }: { id: string; version: number },
): Promise<Supplier> {
  return change(call, id, version, { status: 'archived' });
}

/** Takes a supplier up again. */
export function unarchiveSupplier(
  call: MutationCall,
  { id, version }: { id: string; version: number },
): Promise<Supplier> {
  return change(call, id, version, { status: 'active' });
}

async function change(
  call: MutationCall,
  id: string,
  version: number,
  given: { readonly [F in keyof SupplierRow]?: SupplierRow[F] | undefined },
): Promise<Supplier> {
  const { tx, now } = call;
  const before = await lockSupplier(tx, id);
  if (!before) throw notFound('supplier');
  refuseStale('supplier', version, before.version);
  const changes = changesOf(before, given);
  if (Object.keys(changes).length === 0) {
    call.changedNothing();
    return toSupplier(before);
  }
  const { code = null } = changes;
  if (code !== null && (await findSupplierIdByCode(tx, code)) !== undefined) {
    throw await codeTaken(call, code);
  }
  const after = { ...before, ...changes, version: version + 1, updatedAt: now };
  await updateRow(tx, after);
  auditSupplier(call, before, after);
  return toSupplier(after);
}

async function codeTaken({ tx }: MutationCall, code: string | null) {
  if (code === null) throw new Error('A supplier without a code took the code of another.');
  return alreadyExists('supplier', 'code', code, (await findSupplierIdByCode(tx, code)) ?? null);
}

function auditSupplier(call: MutationCall, before: SupplierRow | undefined, after: SupplierRow): void {
  const nobody = { email: null, phone: null, contacts: [] };
  const changedFields = fieldChanges<Partial<SupplierRow>>(before ?? nobody, after)
    .map(({ field }) => field)
    .filter((field) => WITHHELD.has(field));
  call.audit({
    ...{ storeId: null, documentType: 'supplier', documentId: after.id },
    ...(before && { before: shown(before) }),
    after: { ...shown(after), changedFields },
  });
}

function shown(row: SupplierRow) {
  const { contacts, email, phone, ...rest } = toSupplier(row);
  return rest;
}
