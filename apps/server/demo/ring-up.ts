// `npm run demo`: rings up a sale on the running server, as a till would, and prints the receipt.
import { createCashwrap, isCashwrapError } from '@cashwrap/sdk';

const baseUrl = process.env.CASHWRAP_URL ?? `http://127.0.0.1:${process.env.PORT || 8000}`;

async function ringUp(): Promise<string> {
  const cashwrap = createCashwrap({ baseUrl });
  await cashwrap.auth.login({ username: 'cashier', password: 'cashwrap-demo' });

  // The first till of the store whose books round cash: its receipt shows the most.
  const { items: stores } = await cashwrap.stores.list();
  const store = stores.find(({ cashRounding }) => cashRounding !== null) ?? stores[0];
  if (!store) throw new Error('This server has no store. The demo needs the demo shop (DEMO_SEED=on).');
  const { items: tills } = await cashwrap.registers.list({ storeId: store.id, kind: 'till' });
  const till = tills[0];
  if (!till) throw new Error(`"${store.name}" has no till.`);

  // Something made to order, something by the piece, something weighed.
  const [coffee, chocolate, cheese] = await Promise.all(
    ['Flat white', 'Hazelnut chocolate', 'Mature Irish cheddar'].map(async (search) => {
      const { items } = await cashwrap.products.list({ search, status: 'active', limit: 1 });
      if (!items[0]) throw new Error(`Nothing is called "${search}". The demo needs the demo shop.`);
      return items[0];
    }),
  );
  if (!coffee || !chocolate || !cheese) throw new Error('The demo shop is not complete.');

  const cart = {
    storeId: store.id,
    lines: [
      { productId: coffee.id, quantity: 2 },
      { productId: chocolate.id, quantity: 1, discounts: [DAMAGED] },
      { productId: cheese.id, quantity: 0.318 },
    ],
  };
  const { total, dueInCash } = await cashwrap.sales.quote(cart);
  const sale = await cashwrap.sales.create({
    ...cart,
    registerId: till.id,
    // The customer hands over a note of 20, or as many as it takes.
    payments: [{ method: 'cash', tendered: Math.ceil(dueInCash / 2000) * 2000 }],
    // What the till has shown: at any other price the sale would be refused.
    expected: { total },
  });
  const receipt = await cashwrap.sales.receipt({ id: sale.id, format: 'text' });
  return receipt.format === 'text' ? receipt.content : JSON.stringify(receipt, null, 2);
}

const DAMAGED = { type: 'percentage', name: 'Damaged packaging', percentage: 10 } as const;

/** What went wrong, in a sentence that helps. */
function explain(error: unknown): string {
  if (isCashwrapError(error, 'INVALID_CREDENTIALS')) {
    return `The server at ${baseUrl} does not know the demo cashier. The demo needs the demo shop: start with an empty database (DATA_DIR) and DEMO_SEED=on.`;
  }
  if (isCashwrapError(error, 'INSUFFICIENT_STOCK')) {
    return 'The demo has sold out: stock it up with inventory.adjust, or start with an empty database.';
  }
  if (isCashwrapError(error) && error.name !== 'CashwrapApiError') {
    return `No Cashwrap server answers at ${baseUrl}. Start one with "npm start" in another terminal, or name its address in CASHWRAP_URL.`;
  }
  return error instanceof Error ? error.message : String(error);
}

try {
  process.stdout.write(await ringUp());
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}
