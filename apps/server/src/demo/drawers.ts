import type { Sale } from '@cashwrap/contract';
import type { Call } from './caller.ts';
import { FLOAT, type PlannedCashMovement, type PlannedClosing, type PlannedOpening } from './plan-shifts.ts';

/** What goes to the safe in the evening: notes of 50. */
const NOTE = 5_000;

interface Drawer {
  readonly shiftId: string;
  /** What is in it, and what its terminal has charged. */
  cash: number;
  card: number;
}

type Occasion = Parameters<Call>[0];

/**
 * The drawers of a store. They are counted here as people would: what has come in and gone out, by the answers of the
 * calls, so that a demo that is made to its end later counts the same.
 */
export class Drawers {
  readonly #call: Call;
  readonly #storeId: string;
  readonly #tillIds: readonly string[];
  readonly #open = new Map<string, Drawer>();

  constructor(call: Call, store: { readonly id: string; readonly tillIds: readonly string[] }) {
    this.#call = call;
    this.#storeId = store.id;
    this.#tillIds = store.tillIds;
  }

  async open(occasion: Occasion, { till }: PlannedOpening): Promise<void> {
    const registerId = this.#tillIds[till] ?? '';
    const { id: shiftId } = await this.#call(occasion, ({ shifts }) =>
      shifts.open({ storeId: this.#storeId, registerId, openingFloat: { amount: FLOAT } }),
    );
    this.#open.set(registerId, { shiftId, cash: FLOAT, card: 0 });
  }

  /** Puts what was paid into the drawer of its till. */
  take({ registerId, payments }: Sale): void {
    const drawer = this.#open.get(registerId);
    // The virtual register has none.
    if (!drawer) return;
    for (const { method, amount } of payments) {
      if (method === 'cash' || method === 'card') drawer[method] += amount;
    }
  }

  async move(occasion: Occasion, { till, movement, amount, reason }: PlannedCashMovement): Promise<void> {
    const drawer = this.#drawerOf(till);
    await this.#call(occasion, ({ shifts }) =>
      shifts.addCashMovement({ id: drawer.shiftId, kind: movement, amount, reason }),
    );
    drawer.cash += movement === 'paid_in' ? amount : -amount;
  }

  async close(occasion: Occasion, { till, variance, reason }: PlannedClosing): Promise<void> {
    const drawer = this.#drawerOf(till);
    const id = drawer.shiftId;
    const notes = Math.floor((drawer.cash - FLOAT) / NOTE) * NOTE;
    if (notes > 0) {
      await this.#call(occasion, ({ shifts }) =>
        shifts.addCashMovement({ id, kind: 'drop', amount: notes, reason: 'To the safe' }),
      );
      drawer.cash -= notes;
    }
    const cash = { amount: drawer.cash + variance };
    await this.#call(occasion, ({ shifts }) =>
      shifts.close({ id, version: 1, cash, card: drawer.card, varianceReason: reason }),
    );
    this.#open.delete(this.#tillIds[till] ?? '');
  }

  #drawerOf(till: number): Drawer {
    const drawer = this.#open.get(this.#tillIds[till] ?? '');
    if (!drawer) throw new Error('This till of the demo shop has no open shift.');
    return drawer;
  }
}
