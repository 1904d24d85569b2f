// A till on the packed packages: signs in, reads a list to its end, sells, and is told of its sale.
import { priceSale, quantityToThousandths } from '@cashwrap/pricing';
import { createCashwrap, isCashwrapError, type Product } from '@cashwrap/sdk';

const [baseUrl = '', username = '', password = ''] = process.argv.slice(2);

const cashwrap = createCashwrap({ baseUrl });
await cashwrap.auth.login({ username, password });

const products: Product[] = [];
for await (const product of cashwrap.products.list({ status: 'active', limit: 2 })) products.push(product);

const [register] = (await cashwrap.registers.list({ kind: 'till', limit: 1 })).items;
const [wrapping] = (await cashwrap.products.list({ sku: 'WRAP' })).items;
if (!register || !wrapping) throw new Error('The shop is not complete.');

const { nextCursor: cursor } = await cashwrap.events.list({ start: 'newest' });
const feed = cashwrap.events.subscribe({ types: ['sale.completed'], cursor });
const told = feed.next();
const sale = await cashwrap.sales.create({
  storeId: register.storeId,
  registerId: register.id,
  lines: [{ productId: wrapping.id, quantity: 2 }],
  payments: [{ method: 'cash', tendered: 2000 }],
});
const { value: event } = await told;
await feed.return();

const priced = priceSale({
  settings: {
    pricesIncludeTax: true,
    taxRounding: 'document',
    roundingMode: 'half_up',
    taxExempt: false,
    cashRounding: null,
  },
  lines: [
    {
      key: 'wrapping',
      unitPrice: wrapping.price,
      quantityThousandths: quantityToThousandths(2),
      taxRates: [{ id: 'vat', name: 'VAT', ppm: 190_000 }],
    },
  ],
  discounts: [],
});

const refused = await cashwrap.products.get({ id: sale.id }).catch((error: unknown) => {
  if (isCashwrapError(error, 'NOT_FOUND')) return error.status;
  throw error;
});

console.log(
  JSON.stringify({
    node: Number(process.versions.node.split('.')[0]),
    products: products.length,
    total: sale.total,
    tax: sale.taxTotal,
    pricedTax: priced.taxTotal,
    pricedTotal: priced.total,
    toldOf: event?.type === 'sale.completed' && event.data.saleId === sale.id,
    refused,
  }),
);
