import type { CreateSupplierInput } from '@cashwrap/contract';
import type { z } from 'zod';
import type { Article } from './assortment.ts';

/** Who the shop buys from, and when they come. */
export interface DemoSupplier {
  readonly fields: z.input<typeof CreateSupplierInput> & {
    readonly code: string;
    readonly leadTimeDays: number;
    readonly minimumOrderValue: number;
  };
  /** What they deliver. */
  readonly departments: readonly string[];
  /** The weekdays on which they come, 0 is Sunday. */
  readonly deliversOn: readonly number[];
  /** What they charge for bringing less than their minimum order, in cents. */
  readonly freight: number;
}

const TUESDAY = 2;
const FRIDAY = 5;

export const suppliers: readonly DemoSupplier[] = [
  {
    fields: {
      ...{ name: 'Harvest Hill Farm Produce', code: 'HHF', accountNumber: 'FF-0117' },
      address: { line1: 'Unit 3, Orchard Road', city: 'Naas', postalCode: 'W91', country: 'IE' },
      ...{ email: 'orders@harvesthill.example', phone: '+353 20 910 0301' },
      contacts: [{ name: 'Siobhán Kehoe', role: 'Dispatch', phone: '+353 20 910 0302' }],
      ...{ paymentTermDays: 14, leadTimeDays: 1, minimumOrderValue: 10_000 },
      terms: 'Ordered by noon, delivered the next morning. Crates are returned.',
    },
    departments: ['Bread', 'Cakes and pastries', 'Fruit and vegetables', 'Dairy and eggs'],
    ...{ deliversOn: [TUESDAY, FRIDAY], freight: 0 },
  },
  {
    fields: {
      ...{ name: 'Cantina Deli Imports', code: 'CDI', accountNumber: '20417' },
      address: { line1: 'Hafenweg 8', city: 'Hamburg', postalCode: '20457', country: 'DE' },
      ...{ email: 'orders@cantina-deli.example', phone: '+49 40 66969 401' },
      contacts: [{ name: 'Paolo Ferri', role: 'Sales', email: 'paolo@cantina-deli.example' }],
      ...{ paymentTermDays: 30, leadTimeDays: 3, minimumOrderValue: 15_000 },
      terms: 'Chilled goods: check the temperature when they arrive.',
    },
    departments: ['Cheese counter', 'Cured meats', 'Olives and antipasti'],
    ...{ deliversOn: [FRIDAY], freight: 1800 },
  },
  {
    fields: {
      ...{ name: 'Copper Kettle Drinks', code: 'CKD', accountNumber: 'K-5521' },
      address: { line1: '27 Maltings Yard', city: 'Cork', postalCode: 'T12', country: 'IE' },
      ...{ email: 'trade@copperkettle.example', phone: '+353 20 910 0310' },
      contacts: [{ name: 'Niamh Daly', role: 'Key accounts', email: 'niamh@copperkettle.example' }],
      ...{ paymentTermDays: 30, leadTimeDays: 4, minimumOrderValue: 25_000 },
      terms: 'Whole cases. 30 days from the invoice.',
    },
    departments: ['Coffee', 'Tea', 'Soft drinks', 'Wine and beer'],
    ...{ deliversOn: [FRIDAY], freight: 2400 },
  },
  {
    fields: {
      ...{ name: 'Morrow & Lowe Wholesale', code: 'MLW', accountNumber: '880-342' },
      address: { line1: 'Lagerstraße 40', city: 'Potsdam', postalCode: '14482', country: 'DE' },
      ...{ email: 'orders@morrowlowe.example', phone: '+49 30 23125 440' },
      contacts: [
        { name: 'Hanna Vogt', role: 'Orders', email: 'hanna@morrowlowe.example' },
        { name: 'Emre Sahin', role: 'Claims', email: 'claims@morrowlowe.example' },
      ],
      ...{ paymentTermDays: 45, leadTimeDays: 5, minimumOrderValue: 30_000 },
      terms: 'Damages are to be told within five days.',
    },
    departments: [
      'Pasta, rice and pulses',
      'Oils, vinegars and preserves',
      'Chocolate and biscuits',
      'Household',
      'Kitchenware and gifts',
    ],
    ...{ deliversOn: [TUESDAY], freight: 2900 },
  },
];

/** Weighed goods come in half kilograms, fresh ones in pairs, and the cheaper others by the half dozen. */
export function packSizeOf({ measure, perishable, cost }: Article): number {
  if (measure !== null) return 0.5;
  if (perishable) return 2;
  return cost < 250 ? 6 : 1;
}
