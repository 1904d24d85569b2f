import { addDays, weekdayOf } from '../history/local-time.ts';
import { type PlannedStocktake, planCount, planStocktake } from './plan-stocktakes.ts';
import { type PlannedArrival, type PlannedTransfer, planArrival, planTransfer } from './plan-transfers.ts';
import type { Shelf } from './shelf.ts';
import type { StoreName } from './shop.ts';
import { MANAGER, type WorkAt } from './stock-work.ts';

const SUNDAY = 0;

/** What is moved between the stores and counted: some of it last week, some of it under way now. */
export class Stockroom {
  readonly #shelves: Readonly<Record<StoreName, Shelf>>;
  /** On which day goods are sent to Berlin, where they arrive two days later; not on a Sunday, when nobody is there. */
  readonly #sentOn: number;
  readonly #lastWorkingDay: number;
  #sent: PlannedTransfer | undefined;

  /** @param today as `YYYY-MM-DD`; all days are counted from it */
  constructor(shelves: Readonly<Record<StoreName, Shelf>>, today: string) {
    this.#shelves = shelves;
    this.#sentOn = weekdayOf(addDays(today, -7)) === SUNDAY ? -8 : -9;
    this.#lastWorkingDay = weekdayOf(addDays(today, -1)) === SUNDAY ? -2 : -1;
  }

  plan(day: number, workAt: WorkAt): (PlannedTransfer | PlannedArrival | PlannedStocktake)[] {
    const { dublin, berlin } = this.#shelves;
    if (day === this.#sentOn) {
      const gifts = { to: 'berlin', note: 'For the window', department: 'Kitchenware and gifts' } as const;
      this.#sent = planTransfer(workAt('dublin', 6.5, MANAGER), gifts, dublin);
      return [this.#sent];
    }
    if (day === this.#sentOn + 1) return [planStocktake(workAt('dublin', 6.5), 'Wine and beer', dublin)];
    if (day === this.#sentOn + 2 && this.#sent) {
      return [planArrival(workAt('berlin', 6.5), this.#sent, berlin)];
    }
    if (day === this.#lastWorkingDay) {
      const tins = { to: 'dublin', note: 'They have run out', department: 'Pasta, rice and pulses' } as const;
      const onTheRoad = planTransfer(workAt('berlin', 6.5, MANAGER), tins, berlin);
      return [onTheRoad, planCount(workAt('dublin', 6.5), 'Tea', dublin)];
    }
    return [];
  }
}
