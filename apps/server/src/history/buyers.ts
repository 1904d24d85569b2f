import type { CustomerForSale } from '../modules/customers/index.ts';
import { searchTextOf } from '../modules/customers/index.ts';
import type { Deed, Journal } from './journal.ts';
import type { Random } from './random.ts';
import type { RowOf } from './rows.repo.ts';

/** What part of the sales is to somebody who is known. */
const KNOWN = 0.25;
/** How often somebody comes who is known, about. */
const VISITS = 12;
const MOST = 20_000;
/** What part of them all is met before mostly others come again: else the first few would buy all day. */
const FIRST = 0.25;
const FEWEST = 20;

const GIVEN_NAMES = [
  ...[
    'Aisling',
    'Bram',
    'Carmen',
    'Declan',
    'Elif',
    'Fiona',
    'Goran',
    'Hanna',
    'Ivo',
    'Jana',
    'Kofi',
    'Lena',
  ],
  ...[
    'Mehmet',
    'Niamh',
    'Oskar',
    'Paula',
    'Quentin',
    'Rosa',
    'Sean',
    'Tilda',
    'Uwe',
    'Vera',
    'Wojtek',
    'Yusuf',
  ],
];
const FAMILY_NAMES = [
  ...['Adler', 'Brady', 'Costa', 'Doyle', 'Engel', 'Farrell', 'Gallagher', 'Hoffmann', 'Ivanov', 'Jansen'],
  ...['Kavanagh', 'Lorenz', 'Murphy', 'Novak', 'O’Shea', 'Petersen', 'Quinn', 'Richter', 'Sommer', 'Tierney'],
  ...['Ulrich', 'Vogel', 'Whelan', 'Yilmaz', 'Zimmer'],
];

type Totals = RowOf<'customerTotals'>;

interface Buyer {
  readonly row: RowOf<'customers'>;
  readonly totals: Map<string, Totals>;
}

/** The customers who are known: some come again and again, and now and then a new one does. */
export class Buyers {
  readonly #journal: Journal;
  readonly #random: Random;
  /** How many of those who come are new, in the long run. */
  readonly #newcomers: number;
  /** How many are met at first. */
  readonly #circle: number;
  readonly #buyers: Buyer[] = [];
  readonly #byId = new Map<string, Buyer>();

  constructor(journal: Journal, random: Random, sales: number) {
    this.#journal = journal;
    this.#random = random;
    this.#newcomers = Math.min(1 / VISITS, MOST / (KNOWN * sales));
    this.#circle = Math.max(FEWEST, FIRST * this.#newcomers * KNOWN * sales);
  }

  /** Who buys now; `undefined`: nobody who is known. */
  next(deed: Deed): CustomerForSale | undefined {
    const random = this.#random;
    if (!random.chance(KNOWN)) return undefined;
    const isNew = random.chance(Math.max(this.#newcomers, 1 - this.#buyers.length / this.#circle));
    // Who has been known for longer comes more often.
    const index = Math.floor(this.#buyers.length * random.next() ** 1.5);
    const buyer = (isNew ? undefined : this.#buyers[index]) ?? this.#meet(deed);
    return {
      ...{ id: buyer.row.id, status: 'active', groupIds: [], taxExempt: false, taxExemptReason: null },
      ...{ isFirstPurchase: buyer.totals.size === 0, uses: {} },
    };
  }

  countSale({ customerId, currency, total, completedAt }: RowOf<'sales'>): void {
    const buyer = this.#byId.get(customerId ?? '');
    if (!buyer) return;
    const totals = buyer.totals.get(currency) ?? {
      ...{ customerId: buyer.row.id, currency, saleCount: 0, total: 0, returned: 0, returnCount: 0 },
      ...{ firstSaleAt: completedAt, lastSaleAt: completedAt },
    };
    totals.saleCount += 1;
    totals.total += total;
    totals.firstSaleAt = earlier(totals.firstSaleAt, completedAt);
    totals.lastSaleAt = completedAt > totals.lastSaleAt ? completedAt : totals.lastSaleAt;
    buyer.totals.set(currency, totals);
  }

  countReturn({ customerId, currency, total }: RowOf<'returns'>): void {
    const totals = this.#byId.get(customerId ?? '')?.totals.get(currency);
    if (!totals) return;
    totals.returned = (totals.returned ?? 0) + total;
    totals.returnCount = (totals.returnCount ?? 0) + 1;
  }

  /** Writes them with what they have bought. Answers who they are. */
  close(): readonly RowOf<'customers'>[] {
    for (const { row, totals } of this.#buyers) {
      const saleCount = [...totals.values()].reduce((sum, each) => sum + each.saleCount, 0);
      this.#journal.write('customers', { ...row, saleCount });
      for (const each of totals.values()) this.#journal.write('customerTotals', each);
    }
    return this.#buyers.map(({ row }) => row);
  }

  #meet(deed: Deed): Buyer {
    const { now, newId, operation, ...by } = deed;
    const given = this.#random.pick(GIVEN_NAMES, () => 1);
    const family = this.#random.pick(FAMILY_NAMES, () => 1);
    const id = newId();
    const letters = `${given}.${family}`.toLowerCase().replace(/[^a-z.]/g, '');
    const named = {
      ...{ name: `${given} ${family}`, company: null, reference: null, phone: null },
      email: `${letters}.${this.#buyers.length + 1}@mail.example`,
    };
    const row = {
      ...{ id, ...named, taxId: null, address: {}, birthday: null, tags: [], note: '', consents: [] },
      ...{
        taxExempt: false,
        taxExemptReason: null,
        status: 'active' as const,
        saleCount: 0,
        inputHash: null,
      },
      ...{ mergedIntoId: null, searchText: searchTextOf(named), version: 1, createdAt: now, updatedAt: now },
    };
    const shown = { id, groupIds: [], taxExempt: false, status: 'active', mergedIntoId: null, version: 1 };
    this.#journal.audit(
      { ...by, now, newId, operation: 'customers.create' },
      {
        ...{ storeId: null, documentType: 'customer', documentId: id },
        after: { ...shown, changedFields: ['name', 'email'] },
      },
    );
    const buyer = { row, totals: new Map<string, Totals>() };
    this.#buyers.push(buyer);
    this.#byId.set(id, buyer);
    return buyer;
  }
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}
