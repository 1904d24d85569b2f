import type {
  CreateCustomerGroupInput,
  CustomerGroup,
  ListCustomerGroupsInput,
  Page,
  UpdateCustomerGroupInput,
} from '@cashwrap/contract';
import type { z } from 'zod';
import { alreadyExists, notFound, refuseStale } from '../../procedure/failure.ts';
import type { MutationCall, QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import {
  type CustomerGroupRow,
  findCustomerGroup,
  findCustomerGroupIdByName,
  insertCustomerGroup,
  listCustomerGroups as listRows,
  lockCustomerGroup,
  updateCustomerGroup as updateRow,
} from './groups.repo.ts';

export async function createCustomerGroup(
  call: MutationCall,
  { name }: CreateCustomerGroupInput,
): Promise<CustomerGroup> {
  const { tx, now } = call;
  const row = await insertCustomerGroup(tx, { id: call.newId(), name, createdAt: now });
  if (!row) {
    const holderId = await findCustomerGroupIdByName(tx, name);
    throw alreadyExists('customer group', 'name', name, holderId ?? null);
  }
  const group = toCustomerGroup(row);
  call.audit({ storeId: null, documentType: 'customer_group', documentId: group.id, after: group });
  return group;
}

export async function updateCustomerGroup(
  call: MutationCall,
  { id, version, name }: UpdateCustomerGroupInput,
): Promise<CustomerGroup> {
  const { tx, now } = call;
  const before = await lockCustomerGroup(tx, id);
  if (!before) throw notFound('customer group');
  refuseStale('customer group', version, before.version);
  if (before.name === name) {
    call.changedNothing();
    return toCustomerGroup(before);
  }
  const holderId = await findCustomerGroupIdByName(tx, name);
  if (holderId !== undefined) throw alreadyExists('customer group', 'name', name, holderId);
  const row = { ...before, name, version: version + 1, updatedAt: now };
  await updateRow(tx, row);
  const after = toCustomerGroup(row);
  call.audit({
    ...{ storeId: null, documentType: 'customer_group', documentId: id },
    ...{ before: toCustomerGroup(before), after },
  });
  return after;
}

export async function getCustomerGroup({ db }: QueryCall, { id }: { id: string }): Promise<CustomerGroup> {
  const row = await findCustomerGroup(db, id);
  if (!row) throw notFound('customer group');
  return toCustomerGroup(row);
}

export function listCustomerGroups(
  { db }: QueryCall,
  input: z.output<typeof ListCustomerGroupsInput>,
): Promise<Page<CustomerGroup>> {
  return readPage(
    'customerGroups',
    input,
    (page) => listRows(db, page),
    (row, column) => (column === 'name' ? row.name : row.createdAt.toISOString()),
    toCustomerGroup,
  );
}

function toCustomerGroup({ createdAt, updatedAt, ...row }: CustomerGroupRow): CustomerGroup {
  return { ...row, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
