import { Failure } from '../../procedure/failure.ts';
import type { SupplierRow } from './suppliers.repo.ts';

export function supplierArchived({ name }: Pick<SupplierRow, 'name'>): Failure<'SUPPLIER_ARCHIVED'> {
  return new Failure('SUPPLIER_ARCHIVED', {
    detail: `"${name}" is archived. Order from another supplier, or take this one up again with inventory.suppliers.unarchive.`,
  });
}
