import type { CashMovement, ListCashMovementsInput, Page } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import {
  type CashMovementRow,
  findCashMovement,
  listCashMovements as listRows,
} from './cash-movements.repo.ts';
import { findShift } from './shifts.repo.ts';

export async function listCashMovements(
  { db, scope }: QueryCall,
  input: ListCashMovementsInput,
): Promise<Page<CashMovement>> {
  if (!(await findShift(db, scope, input.id))) throw notFound('shift');
  return readPage(
    'cash movements',
    input,
    (page) => listRows(db, input, page),
    (row) => row.createdAt.toISOString(),
    toCashMovement,
  );
}

export async function getCashMovement(
  { db, scope }: QueryCall,
  { id }: { id: string },
): Promise<CashMovement> {
  const row = await findCashMovement(db, scope, id);
  if (!row) throw notFound('cash movement');
  return toCashMovement(row);
}

export function toCashMovement({ createdAt, ...row }: CashMovementRow): CashMovement {
  return { ...row, createdAt: createdAt.toISOString() };
}
