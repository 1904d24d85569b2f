import { fieldChanges } from '../../procedure/field-changes.ts';
import type { MutationCall } from '../../procedure/handlers.ts';
import type { CustomerRow } from './customers.repo.ts';

/** Fields that tell who somebody is, or that may: of them only the names are written down, never what they hold. */
type Withheld = Exclude<
  keyof CustomerRow,
  | keyof ReturnType<typeof shown>
  | 'saleCount'
  | 'lifetime'
  | 'mergedIds'
  | 'inputHash'
  | 'createdAt'
  | 'updatedAt'
>;

/** As they are before anything was given. */
const NOTHING: Pick<CustomerRow, Withheld> = {
  name: '',
  reference: null,
  company: null,
  taxId: null,
  email: null,
  phone: null,
  address: {},
  birthday: null,
  tags: [],
  note: '',
  consents: [],
  taxExemptReason: null,
};

/** Writes down a change of a customer, without anything that tells who it is. */
export function auditCustomer(call: MutationCall, before: CustomerRow | undefined, after: CustomerRow): void {
  call.audit({
    storeId: null,
    documentType: 'customer',
    documentId: after.id,
    ...(before && { before: shown(before) }),
    after: { ...shown(after), changedFields: changedFields(before ?? NOTHING, after) },
  });
}

function changedFields(before: Pick<CustomerRow, Withheld>, after: CustomerRow): string[] {
  const withheld = Object.keys(NOTHING);
  return fieldChanges(before, after).flatMap(({ field }) => (withheld.includes(field) ? [field] : []));
}

function shown({ id, groupIds, taxExempt, status, mergedIntoId, version }: CustomerRow) {
  return { id, groupIds, taxExempt, status, mergedIntoId, version };
}
