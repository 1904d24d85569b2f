import { mulDiv, thousandthsToQuantity, WHOLE_THOUSANDTHS } from '@cashwrap/pricing';

import type { Deed, Journal } from './journal.ts';
import type { RowOf } from './rows.repo.ts';

type Kind = RowOf<'stockMovements'>['kind'];

/** What is there of a product in a store. */
export interface Level {
  readonly id: string;
  /** Whether it was there before the history. */
  readonly isStored: boolean;
  readonly createdAt: Date;
  /** In thousandths. */
  onHand: number;
  value: number;
  lastUnitCost: number | null;
  movements: number;
  updatedAt: Date;
}

/** What comes in: its value is known. Quantities are in thousandths. */
interface Incoming {
  readonly productId: string;
  readonly thousandths: number;
  readonly value: number;
}

/** The stock of a store, which changes only together with its movements, and never goes below zero. */
export class Stock {
  readonly #levels: Map<string, Level>;
  readonly #journal: Journal;
  readonly #storeId: string;

  /** @param levels what is there already, by product */
  constructor(journal: Journal, storeId: string, levels: ReadonlyMap<string, Level>) {
    this.#journal = journal;
    this.#storeId = storeId;
    this.#levels = new Map(levels);
  }

  /** In thousandths. */
  onHand(productId: string): number {
    return this.#levels.get(productId)?.onHand ?? 0;
  }

  bringIn(deed: Deed, kind: Kind, documentId: string, incoming: readonly Incoming[]): void {
    for (const { productId, thousandths, value } of incoming) {
      this.#move(deed, { kind, documentId, productId, thousandths, value });
    }
  }

  /**
   * Takes goods out, each with its share of the value of what is there. Answers what left with each product.
   *
   * @param taken thousandths, by product; no more than is there
   */
  takeOut(
    deed: Deed,
    kind: Kind,
    documentId: string,
    taken: ReadonlyMap<string, number>,
  ): Map<string, number> {
    const left = new Map<string, number>();
    for (const [productId, thousandths] of taken) {
      const { onHand, value } = this.#levelOf(deed, productId);
      if (thousandths > onHand) throw new Error('A history takes more out of stock than is there.');
      const worth = mulDiv(value, thousandths, onHand, 'half_up');
      left.set(productId, worth);
      // `0 -`: a number has a negative zero, a column has not.
      this.#move(deed, { kind, documentId, productId, thousandths: 0 - thousandths, value: 0 - worth });
    }
    return left;
  }

  /** Writes what is there in the end, where nothing was before. Answers the levels that were there, as they are now. */
  close(): Level[] {
    const all = [...this.#levels];
    for (const [productId, { isStored, onHand, movements, ...level }] of all) {
      if (isStored) continue;
      this.#journal.write('stockLevels', {
        ...{ ...level, storeId: this.#storeId, productId, onHand: thousandthsToQuantity(onHand) },
        ...{ lastMovementNumber: movements, oversold: false },
        ...{ damaged: 0, damagedValue: 0, lastDamagedNumber: 0 },
      });
    }
    return all.flatMap(([, level]) => (level.isStored ? level : []));
  }

  #move(
    deed: Deed,
    { kind, documentId, productId, thousandths, value }: Incoming & { kind: Kind; documentId: string },
  ): void {
    const level = this.#levelOf(deed, productId);
    const { now, newId, actor } = deed;
    level.onHand += thousandths;
    level.value += value;
    level.movements += 1;
    level.updatedAt = now;
    if (level.onHand > 0) {
      level.lastUnitCost = mulDiv(level.value, WHOLE_THOUSANDTHS, level.onHand, 'half_up');
    }
    this.#journal.write('stockMovements', {
      ...{ id: newId(), storeId: this.#storeId, productId, number: level.movements, kind },
      ...{ quantity: thousandthsToQuantity(thousandths), value },
      ...{ onHandAfter: thousandthsToQuantity(level.onHand), valueAfter: level.value },
      ...{ documentId, actorId: actor.userId, occurredAt: now, recordedAt: now },
    });
  }

  #levelOf({ now, newId }: Deed, productId: string): Level {
    let level = this.#levels.get(productId);
    if (!level) {
      const times = { createdAt: now, updatedAt: now };
      level = {
        id: newId(),
        isStored: false,
        ...times,
        onHand: 0,
        value: 0,
        lastUnitCost: null,
        movements: 0,
      };
      this.#levels.set(productId, level);
    }
    return level;
  }
}
