import type { BuiltInRole, CreateStoreInput } from '@cashwrap/contract';

/** The password of everyone in the demo shop: it is printed at start and in the README, and protects nothing. */
export const DEMO_PASSWORD = 'cashwrap-demo';

export const merchant = { name: 'Fig & Fern', currency: 'EUR' } as const;

/** How articles are taxed alike. */
export const taxes = {
  standard: 'Standard',
  reduced: 'Reduced',
  basic: 'Basic food',
  zero: 'Zero',
} as const;

export type TaxName = keyof typeof taxes;

export type StoreName = 'dublin' | 'berlin';

interface ShopStore {
  readonly input: CreateStoreInput;
  readonly tills: readonly string[];
  /** What the store charges on each tax category, as a percentage, under a name for the receipt. */
  readonly rates: Readonly<Record<TaxName, readonly [name: string, percentage: number]>>;
  readonly ratesSince: string;
  /** Opening and closing hours by weekday, Sunday first; null: closed. */
  readonly hours: readonly (readonly [opens: number, closes: number] | null)[];
  /** How many customers come on a weekday, Sunday first. */
  readonly customers: readonly number[];
  /** Who books goods in and out. */
  readonly stockKeeper: Username;
}

const weekdays = (opens: number, closes: number) => Array.from({ length: 5 }, () => [opens, closes] as const);

/** Two stores in one currency that differ in time zone, taxes, cash rounding and the rounding of taxes. */
export const stores: Readonly<Record<StoreName, ShopStore>> = {
  dublin: {
    input: {
      name: 'Fig & Fern Dublin',
      address: { line1: '14 Fernhill Lane', city: 'Dublin', postalCode: 'D02', country: 'IE' },
      phone: '+353 20 910 0014',
      email: 'dublin@figandfern.example',
      timeZone: 'Europe/Dublin',
      businessDayCutoffHour: 4,
      locale: 'en-IE',
      pricesIncludeTax: true,
      taxRounding: 'line',
      roundingMode: 'half_up',
      // Ireland rounds what is paid in cash to five cents.
      cashRounding: { step: 5, mode: 'half_up' },
    },
    tills: ['Till 1', 'Till 2'],
    rates: { standard: ['VAT', 23], reduced: ['VAT', 13.5], basic: ['VAT', 0], zero: ['VAT exempt', 0] },
    ratesSince: '2012-01-01',
    hours: [[10, 17], ...weekdays(8, 20), [9, 18]],
    customers: [6, 9, 8, 9, 10, 12, 15],
    stockKeeper: 'clerk',
  },
  berlin: {
    input: {
      name: 'Fig & Fern Berlin',
      address: { line1: 'Feigenweg 14', city: 'Berlin', postalCode: '10435', country: 'DE' },
      phone: '+49 30 23125 014',
      email: 'berlin@figandfern.example',
      timeZone: 'Europe/Berlin',
      businessDayCutoffHour: 0,
      locale: 'de-DE',
      pricesIncludeTax: true,
      taxRounding: 'document',
      roundingMode: 'half_up',
      cashRounding: null,
    },
    tills: ['Till 1', 'Till 2'],
    rates: { standard: ['MwSt', 19], reduced: ['MwSt', 7], basic: ['MwSt', 7], zero: ['steuerfrei', 0] },
    ratesSince: '2007-01-01',
    hours: [null, ...weekdays(8, 20), [9, 18]],
    customers: [0, 8, 8, 9, 9, 11, 14],
    stockKeeper: 'manager',
  },
};

export const storeNames = Object.keys(stores) as StoreName[];

/** Something of each store. */
export function byStore<T>(of: (name: StoreName) => T): Readonly<Record<StoreName, T>> {
  return { dublin: of('dublin'), berlin: of('berlin') };
}

export interface Person {
  readonly name: string;
  readonly role: BuiltInRole;
  /** Where the role is held, and the person works. */
  readonly at: 'everywhere' | readonly StoreName[];
  readonly position: string;
  readonly hiredOn: string;
  /** What an hour is paid, in cents; null: not paid by the hour. */
  readonly hourlyRate: number | null;
  /** Opens a till that is paired; as public as {@link DEMO_PASSWORD}. */
  readonly pin?: string;
}

/** The staff, by the name to sign in with. */
export const staff = {
  owner: {
    ...{ name: 'Aoife Brennan', role: 'owner', at: 'everywhere' },
    ...{ position: 'Owner', hiredOn: '2019-03-01', hourlyRate: null },
  },
  manager: {
    ...{ name: 'Jonas Keller', role: 'manager', at: 'everywhere', pin: '2846' },
    ...{ position: 'Shop manager', hiredOn: '2020-06-15', hourlyRate: 2450 },
  },
  cashier: {
    ...{ name: 'Mina Farah', role: 'cashier', at: ['dublin', 'berlin'], pin: '1739' },
    ...{ position: 'Sales assistant', hiredOn: '2023-09-04', hourlyRate: 1550 },
  },
  clerk: {
    ...{ name: 'Tom Walsh', role: 'clerk', at: ['dublin'] },
    ...{ position: 'Stock clerk', hiredOn: '2024-02-12', hourlyRate: 1520 },
  },
  accountant: {
    ...{ name: 'Ines Duarte', role: 'accountant', at: 'everywhere' },
    ...{ position: 'Accountant', hiredOn: '2021-01-11', hourlyRate: 3100 },
  },
} as const satisfies Record<string, Person>;

export type Username = keyof typeof staff;

export const usernames = Object.keys(staff) as Username[];
