import type { Actor } from '../procedure/actor.ts';
import type { Call } from './caller.ts';
import { actorOf } from './people.ts';
import type { Trading } from './trading.ts';

/** Ids that programmes keep are made by whoever writes them. */
const SILVER = '01993c5e-0000-7000-8000-000000000001';
const GOLD = '01993c5e-0000-7000-8000-000000000002';
const COFFEE = '01993c5e-0000-7000-8000-000000000011';
const FIVE_OFF = '01993c5e-0000-7000-8000-000000000012';

/** As it would be printed on a physical card. */
const GIFT_CARD = 'FIGFERN2026';

/** The owner starts the club before the stores open: a point for each euro, a coffee for fifty. */
export async function startClub(
  call: Call,
  owner: Actor,
  at: Date,
  categoryIds: ReadonlyMap<string, string>,
): Promise<void> {
  const as = (name: string) => ({ actor: owner, at, name: `demo-${name}` });
  const coffeeBar = categoryIds.get('Coffee bar') ?? '';
  const program = await call(as('club'), ({ loyaltyPrograms }) =>
    loyaltyPrograms.create({
      name: 'Fig & Fern Club',
      earning: { points: 1, perAmount: 100 },
      redemption: { points: 100, amount: 500, minimumPoints: 50 },
      tiers: [
        { id: SILVER, name: 'Silver', minimumPoints: 100, multiplier: 1.25 },
        { id: GOLD, name: 'Gold', minimumPoints: 400, multiplier: 1.5 },
      ],
      rewards: [
        {
          ...{ id: COFFEE, name: 'A coffee on us', points: 50 },
          effect: { type: 'free_product', products: { categoryIds: [coffeeBar] } },
        },
        { id: FIVE_OFF, name: 'Five off', points: 90, effect: { type: 'amount', amount: 500 } },
      ],
      expiryMonths: 24,
    }),
  );
  const { id, version } = program;
  await call(as('club-start'), ({ loyaltyPrograms }) => loyaltyPrograms.activate({ id, version }));
  await call(as('club-on'), ({ settings }) => settings.update({ version: 2, loyaltyEnabled: true }));
}

/**
 * What the last day brings at the counter in Dublin: points by hand, store credit, and a gift card that is sold and spent.
 * Answers how many sales that makes.
 */
export async function treatRegulars(trading: Trading): Promise<number> {
  const { call, people, shop, regulars, now } = trading;
  const at = new Date(now.getTime() - 60_000);
  const as = (name: string) => ({ actor: actorOf(people, 'manager'), at, name: `demo-${name}` });
  const { id: storeId, tillIds } = shop.stores.dublin;
  const registerId = tillIds[0] ?? '';
  const [first = '', second = ''] = regulars.dublin;
  await call(as('points'), ({ loyalty }) =>
    loyalty.adjust({ id: first, points: 40, reason: 'For the long wait' }),
  );
  await call(as('credit'), ({ customers }) =>
    customers.adjustStoreCredit({ id: second, storeId, amount: 1500, reason: 'A broken jar' }),
  );
  const card = await call(as('gift-card'), ({ giftCards }) =>
    giftCards.issue({ storeId, code: GIFT_CARD, note: 'For a birthday' }),
  );
  const buy = { method: 'card', reference: 'TX-770001', amount: 5000 } as const;
  await call(as('gift-card-sold'), ({ sales }) =>
    sales.create({
      ...{ storeId, registerId, lines: [], payments: [buy] },
      giftCards: [{ giftCardId: card.id, amount: 5000 }],
    }),
  );
  const [productId = ''] = shop.productIds.values();
  await call(as('gift-card-spent'), async ({ sales }) => {
    const cart = { storeId, lines: [{ productId, quantity: 1 }] };
    const { total } = await sales.quote(cart);
    const payments = [{ method: 'gift_card' as const, code: card.code, amount: total }];
    return sales.create({ ...cart, registerId, payments });
  });
  await call(as('gift-card-made'), ({ giftCards }) =>
    giftCards.issue({ storeId, code: `${GIFT_CARD}2`, note: 'For the shelf' }),
  );
  return 2;
}
