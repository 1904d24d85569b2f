import type { JsonReceipt } from '@cashwrap/contract';
import { type Markup, markup } from '../../../html/domain/markup.ts';
import { writePage } from '../../../html/domain/page.ts';

/**
 * A receipt as a page for the customer: prints on a roll and on A4, reads on a phone, and needs nothing beside itself.
 *
 * @param qrCode a picture of the id of the sale or the return, with which a till finds it
 */
export function composeReceiptPage(receipt: JsonReceipt, qrCode: Markup): string {
  const { language, direction, store, headings, total } = receipt;
  const body = markup`<main>
<header>
${banner(receipt.header)}
<p class="store">${store.name}</p>
<address>${[...store.addressLines, store.phone].filter((line) => line !== null).map((line) => markup`<div>${line}</div>`)}</address>
<h1>${receipt.title}</h1>
${receipt.copy === null ? null : markup`<p class="copy">${receipt.copy}</p>`}
<p class="about"><span>${receipt.number}</span> <span>${receipt.completedAt}</span></p>
<p>${receipt.cashier}</p>
${receipt.reference === null ? null : markup`<p class="reference">${receipt.reference}</p>`}
</header>
<table class="lines">
<thead class="unseen"><tr><th scope="col">${headings.item}</th><th scope="col">${headings.amount}</th></tr></thead>
${receipt.lines.map(lineRows)}
</table>
<table class="sums">
<tbody>${receipt.totals.map(row)}</tbody>
<tbody class="total">${row(total)}</tbody>
<tbody>${receipt.payments.map(row)}</tbody>
${receipt.balances.length === 0 ? null : markup`<tbody class="balances">${receipt.balances.map(row)}</tbody>`}
</table>
${receipt.taxes.length === 0 ? null : taxTable(receipt)}
<footer>
<div class="code" aria-hidden="true">${qrCode}</div>
<p class="id">${receipt.documentId}</p>
${banner(receipt.footer)}
</footer>
</main>`;
  const title = `${receipt.title} ${receipt.number} – ${store.name}`;
  return writePage({ language, direction, title, style: STYLE, body });
}

/** A text of the store in its own lines. */
function banner(text: string): Markup | null {
  return text === '' ? null : markup`<p class="banner">${text}</p>`;
}

/** The name has the whole width: rolls are narrow. */
function lineRows({ name, quantity, unitPrice, gross, ...line }: JsonReceipt['lines'][number]): Markup {
  const components = line.components.map((component) => markup`<tr><td colspan="2">${component}</td></tr>`);
  return markup`<tbody>
<tr><th scope="rowgroup" colspan="2">${name}</th></tr>
<tr><td>${quantity} x ${unitPrice}</td><td class="figure">${gross}</td></tr>
${components}${line.discounts.map(row)}
</tbody>`;
}

function row({ label, amount }: JsonReceipt['total']): Markup {
  return markup`<tr><th scope="row">${label}</th><td class="figure">${amount}</td></tr>`;
}

function taxTable({ headings, taxes }: JsonReceipt): Markup {
  const rows = taxes.map(
    ({ name, base, amount }) =>
      markup`<tr><th scope="row">${name}</th><td class="figure">${base}</td><td class="figure">${amount}</td></tr>`,
  );
  return markup`<table class="taxes">
<thead><tr><th scope="col">${headings.taxRate}</th><th scope="col" class="figure">${headings.net}</th><th scope="col" class="figure">${headings.tax}</th></tr></thead>
<tbody>${rows}</tbody>
</table>`;
}

// The paper of a till is a roll, that of an office is A4: the page takes either as the printer has it, so no size is asked for.
const STYLE = `
:root { color-scheme: light dark; --faint: color-mix(in srgb, currentColor 72%, transparent);
  --rule: 1px dashed color-mix(in srgb, currentColor 55%, transparent); }
* { box-sizing: border-box; }
body { margin: 0; padding: 1.25rem 1rem; background: Canvas; color: CanvasText;
  font: 1rem/1.4 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  overflow-wrap: anywhere; hyphens: auto; }
main { max-width: 26rem; margin: 0 auto; }
header, footer { text-align: center; }
p, address { margin: 0; font-style: normal; }
h1 { font-size: 1.15em; margin: 0.9rem 0 0.25rem; }
.store { font-size: 1.25em; font-weight: 700; line-height: 1.25; }
.banner { white-space: pre-line; margin-block: 0.75rem; }
.copy { display: inline-block; border: 2px solid; padding: 0.05rem 0.75rem; margin-bottom: 0.25rem; font-weight: 700;
  letter-spacing: 0.08em; text-transform: uppercase; }
.about { display: flex; flex-wrap: wrap; justify-content: space-between; column-gap: 1rem; }
.about ~ p { text-align: start; }
table { width: 100%; border-collapse: collapse; margin-top: 0.6rem; }
th { font-weight: inherit; text-align: start; }
th, td { padding: 0.12rem 0; vertical-align: baseline; }
.figure { padding-inline-start: 0.75rem; text-align: end; white-space: nowrap; font-variant-numeric: tabular-nums; }
.lines { border-block: var(--rule); }
.lines tbody tr:first-child > * { padding-top: 0.4rem; }
.lines tbody tr:last-child > * { padding-bottom: 0.4rem; }
.lines tr + tr > :first-child { padding-inline-start: 1rem; color: var(--faint); font-size: 0.9em; }
.total { font-size: 1.25em; font-weight: 700; }
.total + tbody, .balances { border-top: var(--rule); }
.total tr > * { padding-bottom: 0.4rem; }
.total + tbody tr:first-child > *, .balances tr:first-child > *, .taxes tr:first-child > * { padding-top: 0.4rem; }
.taxes { border-top: var(--rule); font-size: 0.9em; }
.taxes thead { color: var(--faint); }
.lines tbody, .total, .taxes, .code, .id { break-inside: avoid; }
footer { margin-top: 1rem; }
.code svg { display: block; width: 7rem; margin: 0 auto 0.4rem; }
.id { font-size: 0.75em; color: var(--faint); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@page { margin: 4mm; }
@media print {
  :root { color-scheme: light; --faint: #000; --rule: 1px dashed #000; }
  body { padding: 0; font-size: 9.5pt; }
  main { max-width: 100mm; }
}
@media print and (max-width: 62mm) { body { font-size: 8pt; } }
@media print and (min-width: 120mm) { @page { margin: 15mm; } }
`;
