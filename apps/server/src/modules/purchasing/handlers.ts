import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { cancelPurchaseOrder, cancelPurchaseOrderRest } from './cancel-purchase-order.ts';
import { archiveSupplier, createSupplier, unarchiveSupplier, updateSupplier } from './change-supplier.ts';
import { createSupplierReturn } from './create-supplier-return.ts';
import { createPurchaseOrder, updatePurchaseOrder } from './draft-purchase-order.ts';
import { getGoodsReceipt, listGoodsReceipts } from './goods-receipts.ts';
import { orderPurchaseOrder } from './order-purchase-order.ts';
import { orderSuggested } from './order-suggested.ts';
import { getPurchaseOrderDocument } from './purchase-order-document.ts';
import { getPurchaseOrder, listPurchaseOrders } from './purchase-orders.ts';
import { receivePurchaseOrder } from './receive-purchase-order.ts';
import { listReorder } from './reorder.ts';
import { setSupplierProducts } from './set-supplier-products.ts';
import { listSupplierProducts } from './supplier-products.ts';
import { getSupplierReturn, listSupplierReturns } from './supplier-returns.ts';
import { getSupplier, listSuppliers } from './suppliers.ts';

type Purchasing = Pick<
  typeof contract.inventory,
  'suppliers' | 'purchaseOrders' | 'goodsReceipts' | 'supplierReturns' | 'reorder' | 'orderSuggested'
>;

export const purchasingHandlers: Handlers<Purchasing> = {
  suppliers: {
    list: listSuppliers,
    get: getSupplier,
    create: createSupplier,
    update: updateSupplier,
    archive: archiveSupplier,
    unarchive: unarchiveSupplier,
    products: listSupplierProducts,
    setProducts: setSupplierProducts,
  },
  purchaseOrders: {
    list: listPurchaseOrders,
    get: getPurchaseOrder,
    create: createPurchaseOrder,
    update: updatePurchaseOrder,
    order: orderPurchaseOrder,
    receive: receivePurchaseOrder,
    cancel: cancelPurchaseOrder,
    cancelRest: cancelPurchaseOrderRest,
    document: getPurchaseOrderDocument,
  },
  goodsReceipts: { list: listGoodsReceipts, get: getGoodsReceipt },
  supplierReturns: { list: listSupplierReturns, get: getSupplierReturn, create: createSupplierReturn },
  reorder: listReorder,
  orderSuggested,
};
