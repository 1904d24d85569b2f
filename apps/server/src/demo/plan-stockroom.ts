import { addDays, weekdayOf } from './local-time.ts';
import { type PlannedStocktake, planCount, planStocktake } from './plan-stocktakes.ts';
import { type PlannedArrival, type PlannedTransfer, planArrival, planTransfer } from './plan-transfers.ts';
import type { Shelf } from './shelf.ts';
import type { StoreName } from './shop.ts';
import { MANAGER, type WorkAt } from './stock-work.ts';

const SUNDAY = 0;
const WEDNESDAY = 3;

/** What is moved between the stores and counted: some of it two weeks ago, some of it under way now. */
export class Stockroom {
  readonly #shelves: Readonly<Record<StoreName, Shelf>>;
  /** The Wednesday of the week before the last seven days. */
  readonly #wednesday: number;
  readonly #lastWorkingDay: number;
  #sent: PlannedTransfer | undefined;

  /** @param today as `YYYY-MM-DD`; all days are counted from it */
  constructor(shelves: Readonly<Record<StoreName, Shelf>>, today: string) {
    this.#shelves = shelves;
    this.#wednesday = -8 - ((weekdayOf(addDays(today, -8)) - WEDNESDAY + 7) % 7);
    this.#lastWorkingDay = weekdayOf(addDays(today, -1)) === SUNDAY ? -2 : -1;
  }

  plan(day: number, workAt: WorkAt): (PlannedTransfer | PlannedArrival | PlannedStocktake)[] {
    const { dublin, berlin } = this.#shelves;
    if (day === this.#wednesday) {
      const gifts = { to: 'berlin', note: 'For the window', department: 'Kitchenware and gifts' } as const;
      this.#sent = planTransfer(workAt('dublin', 6.5, MANAGER), gifts, dublin);
      return [this.#sent];
    }
    if (day === this.#wednesday + 1) return [planStocktake(workAt('dublin', 6.5), 'Wine and beer', dublin)];
    if (day === this.#wednesday + 2 && this.#sent) {
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
