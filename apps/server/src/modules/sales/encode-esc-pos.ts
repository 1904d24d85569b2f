import { MAX_PRINTER_COLUMNS } from '@cashwrap/contract';
import type { PrintedLine } from './domain/text-receipt.ts';
import { widthOf } from './domain/text-width.ts';

/**
 * The code pages of Epson and of the printers that take after them, by the numbers by which they are chosen. A character
 * is looked for in this order; the first three are in nearly every printer.
 */
const CODE_PAGES = [
  ['windows1252', 16],
  ['cp852', 18],
  ['cp866', 17],
  ['iso8859-7', 15],
  ['cp857', 13],
  ['cp775', 33],
] as const;

/** How many lines lie between the head and the blade. */
const FEED_BEFORE_CUT = 4;
/** Dots of a module: 29 of them, and the quiet zone, fit on 58 mm. */
const QR_MODULE = 5;

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

// Reading the library takes longer than starting the server should: it is read for the first receipt.
let library: ReturnType<typeof loadLibrary> | undefined;

async function loadLibrary() {
  const [{ default: ReceiptPrinterEncoder }, { default: CodepageEncoder }] = await Promise.all([
    import('@point-of-sale/receipt-printer-encoder'),
    import('@point-of-sale/codepage-encoder'),
  ]);
  const printable = new Set(
    CODE_PAGES.flatMap(([page]) => CodepageEncoder.getEncoding(page).codepoints)
      .map((codePoint) => String.fromCodePoint(codePoint))
      // What is no text commands the printer.
      .filter((character) => !/\p{Cc}/u.test(character)),
  );
  return { ReceiptPrinterEncoder, printable };
}

/**
 * What a thermal printer is sent by ESC/POS to print these lines, and below them a code with which a till finds the document,
 * and to cut the paper. A character that no code page has is printed without its accents, or as question marks that are as wide.
 */
export async function encodeEscPos(lines: readonly PrintedLine[], documentId: string): Promise<Uint8Array> {
  library ??= loadLibrary();
  const { ReceiptPrinterEncoder, printable } = await library;
  const encoder = new ReceiptPrinterEncoder({
    // The lines are laid out already: it has nothing to break.
    ...{ language: 'esc-pos', columns: MAX_PRINTER_COLUMNS, newline: '\n' },
    ...{ codepageMapping: Object.fromEntries(CODE_PAGES), feedBeforeCut: FEED_BEFORE_CUT },
  });
  encoder.initialize().codepage('auto');
  for (const { text, strong } of lines) encoder.bold(strong).line(toPrintable(text, printable));
  return encoder
    .bold(false)
    .newline()
    .align('center')
    .qrcode(documentId, { size: QR_MODULE, errorlevel: 'm' })
    .align('left')
    .cut('partial')
    .encode();
}

function toPrintable(text: string, printable: ReadonlySet<string>): string {
  const segments = [...characters.segment(text.normalize('NFC'))];
  return segments
    .map(({ segment }) => {
      const forms = [segment, segment.normalize('NFD').charAt(0)];
      const printed = forms.find((form) => printable.has(form)) ?? '';
      return printed.padEnd(widthOf(segment), '?');
    })
    .join('');
}
