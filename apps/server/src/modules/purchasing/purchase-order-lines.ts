import type { CreatePurchaseOrderInput, FieldError } from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import { Failure, invalidInput, nameSome, someFields } from '../../procedure/failure.ts';
import { findStockedProducts } from '../catalog/index.ts';
import { type CheckedLine, checkStockLines } from '../inventory/index.ts';
import type { OrderedLine } from './purchase-orders.repo.ts';
import { findSupplierProducts } from './supplier-products.repo.ts';
import type { SupplierRow } from './suppliers.repo.ts';

/** What the costs of an order depend on. */
interface OrderTerms {
  readonly supplier: SupplierRow;
  /** Of the store: costs are in it. */
  readonly currency: string;
  readonly catalogueCurrency: string;
}

/**
 * What the lines of the input order, with what the supplier calls the products, how it packs them and, where that is
 * left out, what it asks for them, or else their usual cost.
 *
 * @throws Failure naming all lines that are wrong in the same way.
 */
export async function readOrderLines(
  tx: Tx,
  { supplier, currency, catalogueCurrency }: OrderTerms,
  lines: CreatePurchaseOrderInput['lines'],
): Promise<OrderedLine[]> {
  const productIds = lines.map(({ productId }) => productId);
  const products = await findStockedProducts(tx, productIds);
  const checked = checkStockLines(lines, products);
  refuseArchived(checked);
  const terms = await findSupplierProducts(tx, supplier.id, productIds);
  const unpriced: FieldError[] = [];
  const ordered = checked.flatMap(({ line, position, product }): OrderedLine[] => {
    const { productId, quantity } = line;
    const { supplierSku = null, packSize = null, cost = null } = terms.get(productId) ?? {};
    const asked = supplier.currency === currency ? cost : null;
    const usual = catalogueCurrency === currency ? product.cost : null;
    const unitCost = line.unitCost ?? asked ?? usual;
    if (unitCost !== null) return [{ productId, supplierSku, packSize, quantity, unitCost }];
    unpriced.push({
      path: ['lines', position, 'unitCost'],
      message: `must be given: neither what the supplier asks for "${product.name}" nor its usual cost is known in ${currency}`,
    });
    return [];
  });
  if (unpriced.length > 0) throw invalidInput(unpriced);
  return ordered;
}

/** An archived product is not sold any more, so that nothing more is bought of it. */
function refuseArchived(lines: readonly CheckedLine<CreatePurchaseOrderInput['lines'][number]>[]): void {
  const archived = lines.filter(({ product }) => product.status === 'archived');
  if (archived.length === 0) return;
  const names = nameSome(
    archived.map(({ product }) => `"${product.name}"`),
    ', ',
  );
  throw new Failure('INVALID_REFERENCE', {
    detail: `No archived products are ordered: ${names}. Leave them out, or take them up again with products.unarchive.`,
    fields: someFields(
      archived.map(({ position, product }) => ({
        path: ['lines', position, 'productId'],
        message: `"${product.name}" is archived.`,
      })),
    ),
  });
}
