import type { DamagedMovement, MovementKind, StockDocumentType, StockMovement } from '@cashwrap/contract';
import type { StoredDamagedMovement, StoredMovement } from './movements.repo.ts';

const documentTypes: Readonly<Record<Exclude<MovementKind, 'revaluation'>, StockDocumentType>> = {
  adjustment: 'stock_adjustment',
  sale: 'sale',
  return: 'return',
  receipt: 'goods_receipt',
  supplier_return: 'supplier_return',
  transfer_out: 'transfer',
  transfer_in: 'transfer',
  count: 'stocktake',
};

const damagedDocumentTypes: Readonly<Record<StoredDamagedMovement['kind'], StockDocumentType>> = {
  receipt: 'goods_receipt',
  transfer_in: 'transfer',
  set_aside: 'stock_adjustment',
  restore: 'stock_adjustment',
  write_off: 'stock_adjustment',
  supplier_return: 'supplier_return',
  return: 'return',
};

/** A movement as it is answered; a revaluation has the document of the movement that caused it, or one of its own. */
export function toMovement({ causeKind, occurredAt, recordedAt, ...row }: StoredMovement): StockMovement {
  return {
    ...row,
    unitCost: row.quantity === 0 ? null : Math.abs(Math.round(row.value / row.quantity)),
    documentType: documentTypes[causeKind],
    occurredAt: occurredAt.toISOString(),
    recordedAt: recordedAt.toISOString(),
  };
}

export function toDamagedMovement({ recordedAt, ...row }: StoredDamagedMovement): DamagedMovement {
  return {
    ...row,
    documentType: damagedDocumentTypes[row.kind],
    recordedAt: recordedAt.toISOString(),
  };
}
