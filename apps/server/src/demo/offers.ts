import type { CreateCustomerInput, CreateDiscountInput } from '@cashwrap/contract';
import type { z } from 'zod';
import type { Actor } from '../procedure/actor.ts';
import { type Article, assortment } from './assortment.ts';
import type { Call } from './caller.ts';
import { type StoreName, storeNames } from './shop.ts';

type CustomerFields = Omit<z.input<typeof CreateCustomerInput>, 'groupIds'>;

/** Cafés and offices buy coffee beans for less, and by the half dozen for still less. */
const trade = {
  group: 'Cafés and offices',
  list: 'Trade prices',
  department: 'Coffee',
  /** What is left of the price, as a percentage, from a quantity on. */
  tiers: [
    [1, 90],
    [6, 85],
  ],
} as const;

const tradeCustomers: readonly CustomerFields[] = [
  {
    name: 'Café Lindenhof',
    reference: 'T-201',
    email: 'kaffee@lindenhof.example',
    phone: '+49 30 23125 201',
  },
  {
    name: 'Harbour Print Works',
    reference: 'T-202',
    email: 'office@harbourprint.example',
    phone: '+353 20 910 0201',
  },
];

/** Who comes again and again, and where. */
const regulars: Readonly<Record<StoreName, readonly CustomerFields[]>> = {
  dublin: [
    {
      ...{
        name: 'Orla Byrne',
        reference: 'K-1001',
        email: 'orla.byrne@mail.example',
        phone: '+353 20 910 4471',
      },
      ...{ tags: ['regular'], note: 'Grinds her own: whole beans only.' },
      consents: [{ channel: 'email', granted: true, source: 'till' }],
    },
    { name: 'Ciarán Ó Néill', reference: 'K-1002', phone: '+353 20 912 0095', tags: ['regular'] },
    { name: 'Adaeze Okafor', reference: 'K-1003', email: 'adaeze.okafor@mail.example' },
    { name: 'Siobhán Walsh', reference: 'K-1004', phone: '020 913 7702' },
  ],
  berlin: [
    {
      ...{ name: 'Deniz Aydin', reference: 'K-1005', email: 'deniz.aydin@mail.example' },
      ...{ phone: '+49 152 28817 386', tags: ['regular'] },
      consents: [
        { channel: 'email', granted: true, source: 'website' },
        { channel: 'sms', granted: false, source: 'till' },
      ],
    },
    { name: 'Maud Lefèvre', reference: 'K-1006', address: { city: 'Berlin', country: 'DE' } },
    { name: 'Jürgen Schößler', reference: 'K-1007', phone: '030 23125 448' },
    { name: 'Wanjiru Kamau', reference: 'K-1008', email: 'wanjiru@mail.example', birthday: '1991-06-14' },
  ],
};

const otherCustomers: readonly CustomerFields[] = [
  {
    name: 'St Brigid’s National School',
    email: 'bursar@stbrigids.example',
    ...{ taxExempt: true, taxExemptReason: 'Charity CHY 00000' },
  },
];

type Discount = z.input<typeof CreateDiscountInput>;

/** One by itself, one with a code, and one by the clock. */
const discounts = (productIdsOf: (department: string) => string[]): readonly Discount[] => [
  {
    name: 'Three teas for two',
    effect: {
      ...{ type: 'buy_x_get_y', buyQuantity: 2, getQuantity: 1 },
      buy: { productIds: productIdsOf('Tea') },
      get: { productIds: productIdsOf('Tea') },
    },
  },
  {
    name: 'Welcome',
    code: 'WELCOME10',
    effect: { type: 'percentage', percentage: 10, target: 'sale' },
    conditions: { firstPurchaseOnly: true, minimumAmount: 2000 },
    ...{ usageLimit: 500, usageLimitPerCustomer: 1 },
  },
  {
    name: 'Happy hour',
    effect: { type: 'percentage', percentage: 25, target: 'line' },
    products: { productIds: productIdsOf('Coffee bar') },
    conditions: { weekdays: [1, 2, 3, 4, 5], fromTime: '16:00', toTime: '17:00' },
  },
];

/** The ids of those who come again and again, by store. */
export type Regulars = Readonly<Record<StoreName, readonly string[]>>;

/** The owner enters the customers, the price list of some of them, and the discounts. */
export async function makeOffers(
  call: Call,
  owner: Actor,
  at: Date,
  productIds: ReadonlyMap<Article, string>,
): Promise<Regulars> {
  const as = (name: string) => ({ actor: owner, at, name: `demo-${name}` });
  const idOf = (article: Article) => productIds.get(article) ?? '';
  const group = await call(as('customer-group'), ({ customerGroups }) =>
    customerGroups.create({ name: trade.group }),
  );
  const add = async (customer: CustomerFields, groupIds: string[] = []) => {
    const occasion = as(`customer-${customer.reference ?? customer.email}`);
    return (await call(occasion, ({ customers }) => customers.create({ ...customer, groupIds }))).id;
  };
  for (const customer of tradeCustomers) await add(customer, [group.id]);
  for (const customer of otherCustomers) await add(customer);
  const ids = { dublin: [] as string[], berlin: [] as string[] };
  for (const name of storeNames) for (const customer of regulars[name]) ids[name].push(await add(customer));

  const list = await call(as('price-list'), ({ priceLists }) =>
    priceLists.create({ name: trade.list, customerGroupId: group.id }),
  );
  const prices = articlesOf(trade.department).flatMap((article) =>
    trade.tiers.map(([minQuantity, percentage]) => ({
      ...{ productId: idOf(article), minQuantity },
      unitPrice: Math.round((article.price * percentage) / 100),
    })),
  );
  await call(as('trade-prices'), ({ priceLists }) => priceLists.setPrices({ id: list.id, prices }));

  for (const discount of discounts((department) => articlesOf(department).map(idOf))) {
    await call(as(`discount-${discount.name.replaceAll(' ', '-')}`), (operations) =>
      operations.discounts.create(discount),
    );
  }
  return ids;
}

function articlesOf(department: string): Article[] {
  return assortment.filter((article) => article.department === department);
}
