import { type Address, addressLines, type PurchaseOrder, type Supplier } from '@cashwrap/contract';
import { type MoneyFormat, moneyFormat, type PlainFormat, plainFormat } from '@cashwrap/pricing/money-format';
import { type Markup, markup } from '../../../html/domain/markup.ts';
import { writePage } from '../../../html/domain/page.ts';

/** What the page says beside the order itself. */
export interface PurchaseOrderPageContext {
  /** Who orders, and where it is to be delivered. */
  readonly store: {
    readonly name: string;
    readonly address: Address;
    readonly phone: string | null;
    readonly email: string | null;
    readonly timeZone: string;
    readonly locale: string;
  };
  readonly supplier: Pick<
    Supplier,
    'name' | 'address' | 'email' | 'phone' | 'accountNumber' | 'contacts' | 'paymentTermDays' | 'terms'
  >;
  /** What one of a product is called where it is not counted, such as kg. */
  readonly unitLabels: ReadonlyMap<string, string>;
}

/**
 * The order as a page for the supplier: prints on A4, reads on a phone, and needs nothing beside itself. In English,
 * with amounts and dates as the store writes them.
 */
export function composePurchaseOrderPage(order: PurchaseOrder, context: PurchaseOrderPageContext): string {
  const { store, supplier } = context;
  const title = order.number === null ? 'Draft purchase order' : `Purchase order ${order.number}`;
  const money = moneyFormat(store.locale, order.currency, order.currencyDigits);
  const number = plainFormat(store.locale, order.currency, 3);
  const body = markup`<header>
<h1>${title}</h1>
${order.status === 'cancelled' ? markup`<p class="cancelled">Cancelled</p>` : null}
</header>
<div class="parties">
${party('From', store.name, [...addressLines(store.address), store.phone, store.email])}
${party('To', supplier.name, [...addressLines(supplier.address), supplier.phone, supplier.email, ...supplier.contacts.map(contactText)])}
</div>
<dl>${facts(order, context).map(([label, value]) => markup`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
<table>
<thead><tr><th>Your item</th><th>Our SKU</th><th>Description</th><th class="figure">Quantity</th><th class="figure">Unit cost</th><th class="figure">Total</th></tr></thead>
<tbody>
${order.lines.map((line) => row(line, context, { money, number }))}</tbody>
<tfoot><tr><th colspan="5">Total</th><td class="figure">${money(order.total)}</td></tr></tfoot>
</table>
${remark('Note', order.note)}
${remark('Terms', supplier.terms)}`;
  return writePage({
    ...{ language: 'en', direction: 'ltr', title: `${title} – ${store.name}`, style: STYLE, body },
  });
}

function party(label: string, name: string, lines: readonly (string | null)[]): Markup {
  const said = lines.filter((line) => line !== null);
  return markup`<section><h2>${label}</h2><strong>${name}</strong>${said.map((line) => markup`<br>${line}`)}</section>`;
}

function contactText({ name, role, email, phone }: Supplier['contacts'][number]): string {
  return [role === null ? name : `${name} (${role})`, phone, email].filter(Boolean).join(', ');
}

/** What is said of the order as a whole, where it is known. */
function facts(
  { orderedAt, createdAt, expectedOn, supplierReference, currency }: PurchaseOrder,
  { store, supplier }: PurchaseOrderPageContext,
): [label: string, value: string][] {
  const { locale, timeZone } = store;
  const day = (instant: string, zone: string) =>
    new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: zone }).format(Date.parse(instant));
  const days = supplier.paymentTermDays;
  const all: [string, string | null][] = [
    [orderedAt === null ? 'Drafted on' : 'Ordered on', day(orderedAt ?? createdAt, timeZone)],
    // A day and no instant: it is the same in every zone.
    ['Expected on', expectedOn && day(expectedOn, 'UTC')],
    ['Our account with you', supplier.accountNumber],
    ['Your reference', supplierReference],
    ['Payment', days === null ? null : `${days} days after the invoice`],
    ['Currency', currency],
  ];
  return all.flatMap(([label, value]): [string, string][] => (value === null ? [] : [[label, value]]));
}

function row(
  line: PurchaseOrder['lines'][number],
  { unitLabels }: PurchaseOrderPageContext,
  { money, number }: { readonly money: MoneyFormat; readonly number: PlainFormat },
): Markup {
  const unit = unitLabels.get(line.productId);
  const quantity = number(line.quantity) + (unit === undefined ? '' : ` ${unit}`);
  const more = [packsText(line, number), line.cancelled > 0 ? `${number(line.cancelled)} cancelled` : null]
    .filter((text) => text !== null)
    .map((text) => markup`<small>${text}</small>`);
  return markup`<tr>
${codeCell('Your item', line.supplierSku)}
${codeCell('Our SKU', line.sku)}
<td class="name">${line.productName}</td>
<td class="figure" data-label="Quantity"><span>${quantity}${more}</span></td>
<td class="figure" data-label="Unit cost">${money(line.unitCost)}</td>
<td class="figure" data-label="Total">${money(line.total)}</td>
</tr>
`;
}

/** A code of usual length stays on one line; a longer one may break, or the page would not hold it. */
const UNBROKEN_CODE_LENGTH = 16;

function codeCell(label: string, code: string | null): Markup {
  const unbroken = code === null || code.length <= UNBROKEN_CODE_LENGTH;
  return markup`<td class="${unbroken ? 'code unbroken' : 'code'}" data-label="${label}">${code}</td>`;
}

/** How many packs that is; where they are not whole, how much a pack holds. */
function packsText(
  { quantity, packSize }: PurchaseOrder['lines'][number],
  number: PlainFormat,
): string | null {
  if (packSize === null || packSize <= 1) return null;
  const [ordered, pack] = [Math.round(quantity * 1000), Math.round(packSize * 1000)];
  const size = number(packSize);
  return ordered % pack === 0 ? `${number(ordered / pack)} × ${size}` : `in packs of ${size}`;
}

function remark(label: string, text: string): Markup | null {
  return text === '' ? null : markup`<section class="remark"><h2>${label}</h2><p>${text}</p></section>`;
}

const STYLE = `
@page { size: A4; margin: 18mm 16mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 190mm; padding: 1.5rem; color: #1a1a1a; background: #fff;
  font: 0.9rem/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  overflow-wrap: anywhere; }
header { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem;
  border-bottom: 2px solid; margin-bottom: 1.25rem; padding-bottom: 0.5rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0; }
h2 { font-size: 0.75rem; letter-spacing: 0.06em; text-transform: uppercase; color: #555; margin: 0 0 0.25rem; }
p { margin: 0; }
.cancelled { color: #b00020; font-weight: 700; text-transform: uppercase; }
.parties { display: grid; grid-template-columns: 1fr 1fr; gap: 1.5rem; margin-bottom: 1.25rem; }
dl { display: grid; grid-template-columns: repeat(3, 1fr); gap: 0.75rem 1.5rem; margin: 0 0 1.5rem;
  padding: 0.75rem 0; border-block: 1px solid #ccc; }
dt { font-size: 0.75rem; color: #555; }
dd { margin: 0; }
table { width: 100%; border-collapse: collapse; }
th { text-align: left; font-size: 0.75rem; color: #555; vertical-align: bottom; overflow-wrap: normal; }
th, td { padding: 0.4rem 0.75rem 0.4rem 0; border-bottom: 1px solid #ddd; }
th:last-child, td:last-child { padding-right: 0; }
td { vertical-align: top; }
.name { width: 100%; min-width: 8em; }
.code { min-width: 6.5em; }
.unbroken { white-space: nowrap; }
small { display: block; color: #555; }
.figure { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
tbody tr, .remark { break-inside: avoid; }
tfoot { display: table-row-group; }
tfoot th, tfoot td { border: 0; border-top: 2px solid; font-size: 1rem; font-weight: 700; color: inherit; }
.remark { margin-top: 1.5rem; }
.remark p { white-space: pre-line; }
@media print { body { padding: 0; max-width: none; font-size: 9.5pt; } thead { display: table-header-group; } }
@media screen and (max-width: 40rem) {
  body { padding: 1rem; }
  .parties, dl { grid-template-columns: 1fr; gap: 0.75rem; }
  table, tbody, tfoot, tr, td { display: block; }
  thead { display: none; }
  tbody tr { display: flex; flex-direction: column; padding: 0.6rem 0; border-bottom: 1px solid #ccc; }
  tbody td { min-width: 0; display: flex; justify-content: space-between; gap: 1rem; padding: 0.1rem 0; border: 0;
    text-align: right; white-space: normal; }
  tbody td:empty { display: none; }
  tbody td::before { content: attr(data-label); color: #555; text-align: left; }
  tbody .name { width: auto; order: -1; font-weight: 600; text-align: left; }
  tbody .name::before { content: none; }
  tfoot tr { display: flex; justify-content: space-between; }
  tfoot th, tfoot td { border: 0; }
}
`;
