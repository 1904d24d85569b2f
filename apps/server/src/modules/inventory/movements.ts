import type {
  DamagedMovement,
  ListDamagedMovementsInput,
  ListMovementsInput,
  Page,
  StockMovement,
} from '@cashwrap/contract';
import type { QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import {
  ledgerKey,
  listDamagedMovements as listDamagedRows,
  listMovements as listRows,
} from './movements.repo.ts';
import { toDamagedMovement, toMovement } from './present-movement.ts';
import { damagedMovementSeenBy, movementSeenBy } from './stock-seen-by.ts';

export function listMovements(
  { db, scope, actor }: QueryCall & SignedIn,
  input: ListMovementsInput,
): Promise<Page<StockMovement>> {
  return readPage(
    'stockMovements',
    input,
    (page) => listRows(db, scope, input, page),
    (row) => String(row[ledgerKey(input)]),
    (row) => movementSeenBy(actor, toMovement(row)),
  );
}

export function listDamagedMovements(
  { db, scope, actor }: QueryCall & SignedIn,
  input: ListDamagedMovementsInput,
): Promise<Page<DamagedMovement>> {
  return readPage(
    'damagedMovements',
    input,
    (page) => listDamagedRows(db, scope, input, page),
    (row) => String(row[ledgerKey(input)]),
    (row) => damagedMovementSeenBy(actor, toDamagedMovement(row)),
  );
}
