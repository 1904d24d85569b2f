import type { TradingPlace } from '../modules/organization/index.ts';
import type { SaleToReturn } from '../modules/returns/index.ts';
import { arrivals, type Hours, hoursOn, type Week } from './calendar.ts';
import { Drawer, type Miscount } from './drawer.ts';
import type { Deed, Journal } from './journal.ts';
import { dayIn, weekdayOf } from './local-time.ts';
import type { Random } from './random.ts';
import type { Register } from './register.ts';
import type { StoreTrade, Till } from './store-trade.ts';
import type { Supplies } from './supplies.ts';

const MONDAY = 1;
const WEDNESDAY = 3;

/** How much of the sales is ordered by telephone: at the virtual register. */
const BY_TELEPHONE = 0.04;
const VOIDED = 0.004;
const RETURNED = 0.03;
/** Within so many days goods come back. */
const RETURN_DAYS = 14;

/** What is in a drawer in the morning, in whole units of the currency. */
const FLOAT = 150;

const EXPENSES = ['Window cleaner', 'Milk for the kitchen', 'Postage', 'Light bulbs'];
const MISCOUNTS: readonly Miscount[] = [
  { variance: -100, reason: 'A coin too many was given back' },
  { variance: 50, reason: 'A customer did not wait for the change' },
  { variance: -5, reason: 'A coin fell behind the drawer' },
];

/** A register of a store, with the store as it is at it. */
export interface StoreRegister {
  readonly register: Register;
  readonly place: TradingPlace;
}

/** A store whose days are made. */
export interface Store {
  readonly week: Week;
  readonly registers: readonly StoreRegister[];
  /** Who sells; never empty. */
  readonly sellers: readonly string[];
  /** Which of the stores it is: who sells here today sells there tomorrow. */
  readonly position: number;
  readonly trade: StoreTrade;
  readonly supplies: Supplies;
  readonly journal: Journal;
  readonly random: Random;
}

/** A register on one day. */
interface TillOfDay extends Till {
  readonly by: string;
  drawer: Drawer | null;
}

/** Something that happens at an hour of the day, with fractions. */
interface Occasion {
  readonly hour: number;
  readonly by: string;
  readonly operation: string;
  readonly happen: (deed: Deed) => void;
}

/** What a store does, day by day. */
export class StoreDays {
  readonly #store: Store;
  readonly #timeZone: string;
  #day = 0;
  #toComeBack: { readonly day: number; readonly sold: SaleToReturn }[] = [];
  /** So far. */
  returns = 0;

  constructor(store: Store, timeZone: string) {
    this.#store = store;
    this.#timeZone = timeZone;
  }

  /** A day with so many sales; stops after each thing that happens, so that what was written can be sent meanwhile. */
  *trade(date: string, sales: number): Generator<undefined> {
    const at = dayIn(this.#timeZone, date);
    const hours = hoursOn(this.#store.week, date);
    const occasions = [...this.#deliveries(date), ...(hours ? this.#openDay(hours, sales) : [])];
    occasions.sort((a, b) => a.hour - b.hour);
    for (const { hour, by, operation, happen } of occasions) {
      happen(this.#store.journal.deed(operation, by, at(hour)));
      yield;
    }
    this.#day += 1;
  }

  #deliveries(date: string): Occasion[] {
    const { supplies } = this.#store;
    const by = this.#sellerAt(0);
    const occasions: Occasion[] = [];
    if (this.#day === 0) {
      const happen = (deed: Deed) => supplies.open(deed);
      occasions.push({ hour: 5, by, operation: 'inventory.adjust', happen });
    }
    if (weekdayOf(date) === WEDNESDAY) {
      const happen = (deed: Deed) => supplies.receive(deed);
      occasions.push({ hour: 6.5, by, operation: 'inventory.purchaseOrders.receive', happen });
    }
    if (weekdayOf(date) === MONDAY) {
      const happen = (deed: Deed) => supplies.order(deed);
      occasions.push({ hour: 7, by, operation: 'inventory.purchaseOrders.order', happen });
    }
    return occasions;
  }

  /** Who sells at a till today: everybody elsewhere tomorrow, and nobody in two stores on one day if there are enough. */
  #sellerAt(till: number): string {
    const { sellers, position, registers } = this.#store;
    const slot =
      sellers.length >= (position + 1) * registers.length ? position * registers.length + till : position;
    const seller = sellers[(this.#day + slot) % sellers.length];
    if (seller === undefined) throw new Error('A store without anybody who sells has no history.');
    return seller;
  }

  #openDay([opens, closes]: Hours, sales: number): Occasion[] {
    const { random, registers } = this.#store;
    const all = registers.map((of, index): TillOfDay => ({ ...of, by: this.#sellerAt(index), drawer: null }));
    const tills = all.filter(({ place }) => place.registerKind === 'till');
    const others = all.filter(({ place }) => place.registerKind === 'virtual');
    const occasions = tills.flatMap((till) => this.#session(till, [opens, closes]));
    for (const hour of arrivals([opens, closes], sales, random)) {
      const byTelephone = tills.length === 0 || (others.length > 0 && random.chance(BY_TELEPHONE));
      const till = pickTill(byTelephone ? others : tills, random);
      occasions.push(...this.#sale(till, hour));
    }
    const [desk] = tills;
    // Without a drawer no cash can be given back.
    if (desk) occasions.push(...this.#returnsAt(desk, [opens, closes]));
    return occasions;
  }

  /** The drawer of a till, from its float to its count. */
  #session(till: TillOfDay, [opens, closes]: Hours): Occasion[] {
    const { random, journal } = this.#store;
    const { by, place, register } = till;
    const unit = 10 ** place.currencyDigits;
    const move = (hour: number, kind: 'paid_in' | 'paid_out', amount: number, reason: string): Occasion => {
      const happen = (deed: Deed) => till.drawer?.move(deed, kind, amount, reason);
      return { hour, by, operation: 'shifts.addCashMovement', happen };
    };
    const noon = opens + 3 + 2 * random.next();
    const movements = [
      ...(random.chance(0.1)
        ? [
            move(
              noon,
              'paid_out',
              random.int(4, 30) * unit,
              random.pick(EXPENSES, () => 1),
            ),
          ]
        : []),
      ...(random.chance(0.04) ? [move(noon + 0.1, 'paid_in', 20 * unit, 'Coins from the bank')] : []),
    ];
    const miscount = random.chance(0.05) ? random.pick(MISCOUNTS, () => 1) : { variance: 0, reason: null };
    const float = FLOAT * unit;
    return [
      {
        ...{ hour: opens - 0.25, by, operation: 'shifts.open' },
        happen: (deed) => {
          till.drawer = new Drawer(journal, place, register, deed, float);
        },
      },
      ...movements,
      {
        ...{ hour: closes + 0.08, by, operation: 'shifts.addCashMovement' },
        happen: (deed) => {
          // The notes go to the safe.
          const notes = Math.floor(((till.drawer?.expected ?? 0) - float) / (10 * unit)) * 10 * unit;
          if (notes > 0) till.drawer?.move(deed, 'drop', notes, 'To the safe');
        },
      },
      {
        ...{ hour: closes + 0.1, by, operation: 'shifts.close' },
        happen: (deed) => till.drawer?.close(deed, miscount),
      },
    ];
  }

  /** A sale, which maybe is voided at once, or comes back some days later. */
  #sale(till: TillOfDay, hour: number): Occasion[] {
    const { random, trade } = this.#store;
    const isAtTill = till.place.registerKind === 'till';
    const isVoided = isAtTill && random.chance(VOIDED);
    const back = !isVoided && random.chance(RETURNED) ? this.#day + random.int(1, RETURN_DAYS) : null;
    let sold: SaleToReturn | undefined;
    const sale: Occasion = {
      ...{ hour, by: till.by, operation: 'sales.create' },
      happen: (deed) => {
        sold = trade.sell(deed, till);
        if (back !== null) this.#toComeBack.push({ day: back, sold });
      },
    };
    if (!isVoided) return [sale];
    const voiding: Occasion = {
      ...{ hour: hour + 0.03, by: till.by, operation: 'sales.void' },
      happen: (deed) => {
        if (sold) trade.voidSale(deed, till, sold);
        this.returns += 1;
      },
    };
    return [sale, voiding];
  }

  #returnsAt(desk: TillOfDay, [opens, closes]: Hours): Occasion[] {
    const due = this.#toComeBack.filter(({ day }) => day <= this.#day);
    this.#toComeBack = this.#toComeBack.filter(({ day }) => day > this.#day);
    return due.map(
      ({ sold }): Occasion => ({
        ...{ hour: opens + 0.25 + (closes - opens - 0.5) * this.#store.random.next(), by: desk.by },
        operation: 'returns.create',
        happen: (deed) => {
          this.#store.trade.takeBack(deed, desk, sold);
          this.returns += 1;
        },
      }),
    );
  }
}

/** The first tills are used more. */
function pickTill(tills: readonly TillOfDay[], random: Random): TillOfDay {
  const all = [...tills.entries()];
  return random.pick(all, ([index]) => 1 / (index + 1))[1];
}
