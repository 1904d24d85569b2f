// A day at a till, as a till would live it: opens a shift, sells with a discount for a card and cash, takes one piece back,
// counts the drawer and closes with its Z report. `npm start` first; CASHWRAP_URL names another server.
import { type Cashwrap, createCashwrap, isCashwrapError, type Register, type Shift } from '@cashwrap/sdk';
import { Drawer } from './drawer.ts';

const baseUrl = process.env.CASHWRAP_URL ?? 'http://localhost:8000';
const PASSWORD = 'cashwrap-demo';
const FLOAT = 15_000;
/** Ireland rounds cash: its receipts show the most. */
const TIME_ZONE = 'Europe/Dublin';

async function signIn(username: string): Promise<Cashwrap> {
  const cashwrap = createCashwrap({ baseUrl });
  await cashwrap.auth.login({ username, password: PASSWORD });
  return cashwrap;
}

/** The second till of the store. */
async function findTill(cashier: Cashwrap): Promise<Register> {
  const { items: stores } = await cashier.stores.list();
  const store = stores.find(({ timeZone }) => timeZone === TIME_ZONE);
  if (!store) throw new Error('This is not the demo shop: start with an empty database and DEMO_SEED=on.');
  const { items: tills } = await cashier.registers.list({ storeId: store.id, kind: 'till', sort: 'name' });
  const till = tills[1];
  if (!till) throw new Error(`"${store.name}" has no second till.`);
  return till;
}

/** Opens a shift. One that was left open is closed first, uncounted, by the manager. */
async function openShift(cashier: Cashwrap, { id: registerId, storeId }: Register): Promise<Shift> {
  const open = () => cashier.shifts.open({ storeId, registerId, openingFloat: { amount: FLOAT } });
  try {
    return await open();
  } catch (error) {
    if (!isCashwrapError(error, 'SHIFT_ALREADY_OPEN')) throw error;
    const manager = await signIn('manager');
    const { id, version } = await manager.shifts.get({ id: error.details.shiftId });
    await manager.shifts.forceClose({ id, version, reason: 'Left open before the example' });
    return open();
  }
}

/** Three coffees at ten percent off and a stamp: 5.00 by card, the rest in cash. */
async function sell(cashier: Cashwrap, { id: registerId, storeId }: Register) {
  const [coffee, stamp] = await Promise.all(
    ['Flat white', 'Postage stamp'].map(async (search) => {
      const { items } = await cashier.products.list({ search, status: 'active', limit: 1 });
      if (!items[0]) throw new Error(`Nothing is called "${search}".`);
      return items[0];
    }),
  );
  if (!coffee || !stamp) throw new Error('The demo shop is not complete.');
  const neighbour = { type: 'percentage', name: 'Neighbour', percentage: 10 } as const;
  const cart = {
    storeId,
    lines: [
      { productId: coffee.id, quantity: 3, discounts: [neighbour] },
      { productId: stamp.id, quantity: 1 },
    ],
  };
  const { total } = await cashier.sales.quote(cart);
  return cashier.sales.create({
    ...cart,
    registerId,
    payments: [
      { method: 'card', amount: 500, reference: 'TX-48211' },
      { method: 'cash', tendered: 2_000 },
    ],
    expected: { total },
  });
}

async function day(): Promise<void> {
  const cashier = await signIn('cashier');
  const till = await findTill(cashier);
  const shift = await openShift(cashier, till);
  const drawer = new Drawer(FLOAT);
  console.log(`Shift opened with ${money(FLOAT)}.`);

  const sale = await sell(cashier, till);
  drawer.take(sale.payments);
  const [coffee] = sale.lines;
  if (!coffee) throw new Error('The sale has no lines.');
  console.log(`Sale ${sale.number}: ${money(sale.total)}, ${money(sale.change ?? 0)} change.`);
  const receipt = await cashier.sales.receipt({ id: sale.id, format: 'text' });
  if (receipt.format === 'text') console.log(`\n${receipt.content}`);

  const back = await cashier.returns.create({
    ...{ storeId: till.storeId, registerId: till.id, saleId: sale.id, reason: 'Too cold' },
    lines: [{ saleLineId: coffee.id, quantity: 1, disposition: 'none' }],
  });
  drawer.giveBack(back.refunds);
  const ways = back.refunds.map(({ method, amount }) => `${money(amount)} by ${method}`);
  console.log(`Return ${back.number}: ${ways.join(', ')}.`);

  // People count coins; the example counts what it has seen go in and out.
  await cashier.shifts.close({ id: shift.id, version: shift.version, cash: { amount: drawer.cash } });
  const z = await cashier.shifts.zReport({ id: shift.id });
  const [cash] = z.shift.tenders ?? [];
  console.log(
    `Z ${z.shift.zNumber}: ${z.totals.saleCount} sale, ${z.totals.returns?.count} return, ` +
      `turnover ${money(z.totals.turnover ?? 0)}, ${money(cash?.counted ?? 0)} in the drawer, ${money(cash?.variance ?? 0)} off.`,
  );
}

function money(minor: number): string {
  return (minor / 100).toFixed(2);
}

/** What went wrong, in a sentence that helps. */
function explain(error: unknown): string {
  if (isCashwrapError(error) && error.name !== 'CashwrapApiError') {
    return `No Cashwrap server answers at ${baseUrl}. Start one with "npm start", or name its address in CASHWRAP_URL.`;
  }
  return error instanceof Error ? error.message : String(error);
}

try {
  await day();
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
