import type { DamagedMovement, StockAdjustment, StockLevel, StockMovement } from '@cashwrap/contract';
import type { Actor } from '../../procedure/actor.ts';
import { seesCosts } from '../catalog/index.ts';

/** What is left of a stock level for this caller. */
export function levelSeenBy(actor: Actor, level: StockLevel): StockLevel {
  return seesCosts(actor, level.storeId)
    ? level
    : { ...level, value: null, unitCost: null, damagedValue: null };
}

/** What is left of a movement for this caller. */
export function movementSeenBy(actor: Actor, movement: StockMovement): StockMovement {
  return seesCosts(actor, movement.storeId)
    ? movement
    : { ...movement, value: null, unitCost: null, valueAfter: null };
}

/** What is left of a movement of damaged goods for this caller. */
export function damagedMovementSeenBy(actor: Actor, movement: DamagedMovement): DamagedMovement {
  return seesCosts(actor, movement.storeId) ? movement : { ...movement, value: null, valueAfter: null };
}

/** What is left of a correction for this caller. */
export function adjustmentSeenBy(actor: Actor, adjustment: StockAdjustment): StockAdjustment {
  return {
    ...adjustment,
    movements: adjustment.movements.map((movement) => movementSeenBy(actor, movement)),
    damagedMovements: adjustment.damagedMovements.map((movement) => damagedMovementSeenBy(actor, movement)),
  };
}
