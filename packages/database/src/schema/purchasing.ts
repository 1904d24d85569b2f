import {
  type Address,
  PurchaseOrderStatus,
  type SupplierContact,
  SupplierReturnReason,
  SupplierStatus,
} from '@cashwrap/contract';
import { sql } from 'drizzle-orm';
import {
  boolean,
  date,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { products } from './catalog.ts';
import { checkEnum, checkThat } from './checks.ts';
import { counter, enumText, id, instant, money, quantity, sortedText, versioned } from './columns.ts';
import { stores } from './organization.ts';

/** A business that goods are bought from. */
export const suppliers = pgTable(
  'suppliers',
  {
    id: id(),
    name: sortedText().notNull(),
    code: text().unique('suppliers_code'),
    /** What `supplier_products.cost` is in. */
    currency: text().notNull(),
    address: jsonb().$type<Address>().notNull(),
    email: text(),
    phone: text(),
    website: text(),
    taxNumber: text(),
    accountNumber: text(),
    contacts: jsonb().$type<SupplierContact[]>().notNull(),
    paymentTermDays: smallint(),
    terms: text().notNull(),
    leadTimeDays: smallint(),
    minimumOrderValue: money(),
    note: text().notNull(),
    status: enumText(SupplierStatus).notNull(),
    ...versioned,
  },
  (table) => [
    index('suppliers_list_name').on(table.name, table.id),
    index('suppliers_list_created').on(table.createdAt, table.id),
    checkEnum('suppliers_status', table.status, SupplierStatus),
  ],
);

/** What a supplier delivers, and on which terms. */
export const supplierProducts = pgTable(
  'supplier_products',
  {
    supplierId: uuid()
      .notNull()
      .references(() => suppliers.id),
    productId: uuid()
      .notNull()
      .references(() => products.id),
    supplierSku: text(),
    packSize: quantity().notNull(),
    /** Of one unit, in the currency of the supplier. */
    cost: money(),
    leadTimeDays: smallint(),
    minimumOrder: quantity(),
    preferred: boolean().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.supplierId, table.productId] }),
    index('supplier_products_product').on(table.productId),
    uniqueIndex('supplier_products_preferred').on(table.productId).where(sql`${table.preferred}`),
    unique('supplier_products_sku').on(table.supplierId, table.supplierSku),
    checkThat('supplier_products_pack', sql`${table.packSize} > 0`),
  ],
);

/** Goods that are ordered from a supplier, for one store and in its currency. */
export const purchaseOrders = pgTable(
  'purchase_orders',
  {
    id: id(),
    /** Given when it is ordered. */
    number: counter().unique('purchase_orders_number'),
    storeId: uuid()
      .notNull()
      .references(() => stores.id),
    supplierId: uuid()
      .notNull()
      .references(() => suppliers.id),
    status: enumText(PurchaseOrderStatus).notNull(),
    expectedOn: date({ mode: 'string' }),
    supplierReference: text(),
    note: text().notNull(),
    createdBy: uuid().notNull(),
    orderedBy: uuid(),
    orderedAt: instant(),
    ...versioned,
  },
  (table) => [
    index('purchase_orders_list_created').on(table.storeId, table.createdAt, table.id),
    index('purchase_orders_created').on(table.createdAt, table.id),
    index('purchase_orders_supplier').on(table.supplierId, table.createdAt, table.id),
    checkEnum('purchase_orders_status', table.status, PurchaseOrderStatus),
    checkThat(
      'purchase_orders_numbered',
      sql`${table.status} IN ('draft', 'cancelled') OR (${table.number} IS NOT NULL AND ${table.orderedAt} IS NOT NULL AND ${table.orderedBy} IS NOT NULL)`,
    ),
  ],
);

export const purchaseOrderLines = pgTable(
  'purchase_order_lines',
  {
    purchaseOrderId: uuid()
      .notNull()
      .references(() => purchaseOrders.id),
    productId: uuid()
      .notNull()
      .references(() => products.id),
    position: smallint().notNull(),
    supplierSku: text(),
    packSize: quantity(),
    quantity: quantity().notNull(),
    unitCost: money().notNull(),
    received: quantity().notNull().default(0),
    damaged: quantity().notNull().default(0),
    cancelled: quantity().notNull().default(0),
    /** What is still to come. More may come than was ordered, by permission. */
    outstanding: quantity()
      .notNull()
      .generatedAlwaysAs(sql`greatest(quantity - received - damaged - cancelled, 0)`),
  },
  (table) => [
    primaryKey({ columns: [table.purchaseOrderId, table.productId] }),
    index('purchase_order_lines_outstanding').on(table.productId).where(sql`${table.outstanding} > 0`),
    index('purchase_order_lines_product').on(table.productId, table.purchaseOrderId),
    checkThat(
      'purchase_order_lines_quantities',
      sql`${table.quantity} > 0 AND ${table.received} >= 0 AND ${table.damaged} >= 0 AND ${table.cancelled} BETWEEN 0 AND ${table.quantity}`,
    ),
  ],
);

/** A delivery as it came in; never changed. */
export const goodsReceipts = pgTable(
  'goods_receipts',
  {
    id: id(),
    number: counter().notNull().unique('goods_receipts_number'),
    purchaseOrderId: uuid()
      .notNull()
      .references(() => purchaseOrders.id),
    storeId: uuid()
      .notNull()
      .references(() => stores.id),
    supplierId: uuid()
      .notNull()
      .references(() => suppliers.id),
    deliveryNote: text().notNull(),
    /** SHA-256 of what came, and for how much: the same delivery note with other content is refused. */
    inputHash: text().notNull(),
    goods: money().notNull(),
    freight: money().notNull(),
    discount: money().notNull(),
    variance: money().notNull(),
    note: text().notNull(),
    receivedBy: uuid().notNull(),
    receivedAt: instant().notNull(),
  },
  (table) => [
    uniqueIndex('goods_receipts_delivery_note').on(table.purchaseOrderId, sql`lower(${table.deliveryNote})`),
    index('goods_receipts_list_received').on(table.storeId, table.receivedAt, table.id),
    index('goods_receipts_received').on(table.receivedAt, table.id),
    index('goods_receipts_supplier').on(table.supplierId, table.receivedAt, table.id),
  ],
);

export const goodsReceiptLines = pgTable(
  'goods_receipt_lines',
  {
    goodsReceiptId: uuid()
      .notNull()
      .references(() => goodsReceipts.id),
    productId: uuid()
      .notNull()
      .references(() => products.id),
    position: smallint().notNull(),
    quantity: quantity().notNull(),
    damaged: quantity().notNull(),
    /** What of it was more than was ordered. */
    over: quantity().notNull().default(0),
    orderedUnitCost: money().notNull(),
    unitCost: money().notNull(),
    variance: money().notNull(),
    goods: money().notNull(),
    freight: money().notNull(),
    discount: money().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.goodsReceiptId, table.productId] }),
    index('goods_receipt_lines_product').on(table.productId),
    checkThat(
      'goods_receipt_lines_quantities',
      sql`${table.quantity} >= 0 AND ${table.damaged} >= 0 AND ${table.quantity} + ${table.damaged} > 0`,
    ),
    checkThat('goods_receipt_lines_cost', sql`${table.discount} <= ${table.goods} + ${table.freight}`),
  ],
);

/** Goods that have gone back to a supplier; never changed. */
export const supplierReturns = pgTable(
  'supplier_returns',
  {
    id: id(),
    number: counter().notNull().unique('supplier_returns_number'),
    storeId: uuid()
      .notNull()
      .references(() => stores.id),
    supplierId: uuid()
      .notNull()
      .references(() => suppliers.id),
    goodsReceiptId: uuid().references(() => goodsReceipts.id),
    reason: enumText(SupplierReturnReason).notNull(),
    reference: text(),
    note: text().notNull(),
    createdBy: uuid().notNull(),
    createdAt: instant().notNull(),
  },
  (table) => [
    index('supplier_returns_list_created').on(table.storeId, table.createdAt, table.id),
    index('supplier_returns_created').on(table.createdAt, table.id),
    index('supplier_returns_supplier').on(table.supplierId, table.createdAt, table.id),
    index('supplier_returns_receipt').on(table.goodsReceiptId),
    checkEnum('supplier_returns_reason', table.reason, SupplierReturnReason),
  ],
);

export const supplierReturnLines = pgTable(
  'supplier_return_lines',
  {
    supplierReturnId: uuid().notNull(),
    productId: uuid()
      .notNull()
      .references(() => products.id),
    fromDamaged: boolean().notNull(),
    position: smallint().notNull(),
    quantity: quantity().notNull(),
    unitCredit: money().notNull(),
    credit: money().notNull(),
    /** What left the stock with it. */
    cost: money().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.supplierReturnId, table.productId, table.fromDamaged] }),
    foreignKey({
      name: 'supplier_return_lines_return',
      columns: [table.supplierReturnId],
      foreignColumns: [supplierReturns.id],
    }),
    checkThat('supplier_return_lines_quantity', sql`${table.quantity} > 0`),
  ],
);
