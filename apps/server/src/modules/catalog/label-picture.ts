import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { DrawingContext, RenderOptions } from 'bwip-js';
import { type Symbology, shorten } from './domain/label-content.ts';

/** What stands on a label. */
export interface LabelContent {
  readonly code: string;
  readonly symbology: Symbology;
  /** Lines beneath the barcode. */
  readonly lines: readonly string[];
}

/** Pixels of a module, the narrowest bar. */
const SCALE = 3;
/** Modules left white beside the bars, or a scanner does not find them (GS1 General Specifications, 5.2.3.4), and above. */
const QUIET_ZONE = 11;
const MARGIN = 4;
/** Pixels of a letter and of a line. The letters of the font are all as wide. */
const FONT_SIZE = 20;
const LETTER_WIDTH = 12;
const LINE_HEIGHT = 26;
/** Has the letters of the languages of Europe that are written with Latin ones; it comes with the library. */
const FONT = 'Inconsolata';

// Reading the library takes longer than starting the server should: it is read for the first label.
let library: ReturnType<typeof loadLibrary> | undefined;

async function loadLibrary() {
  const { default: bwip } = await import('bwip-js');
  const entry = createRequire(import.meta.url).resolve('bwip-js');
  bwip.loadFont(FONT, await readFile(new URL('../fonts/Inconsolata.otf', `file://${entry}`)));
  return bwip;
}

/** A label as SVG. Its lines stay text, so that every script is shown and read out. */
export async function drawSvg({ lines, ...content }: LabelContent): Promise<string> {
  library ??= loadLibrary();
  const bwip = await library;
  let texts = '';
  const drawing = withLines(bwip.drawingSVG(), lines, (x, y, line) => {
    const style = `font-family="monospace" font-size="${FONT_SIZE}" text-anchor="middle"`;
    texts += `<text x="${x + QUIET_ZONE * SCALE}" y="${y + MARGIN * SCALE}" ${style}>${escapeXml(line)}</text>\n`;
  });
  return (
    bwip
      .render(optionsOf(content), drawing)
      // Without a size of its own a picture fills what it is put into.
      .replace(/viewBox="0 0 (\d+) (\d+)"/, 'width="$1" height="$2" $&')
      .replace('</svg>', `${texts}</svg>`)
  );
}

/** A label as PNG. A letter that the font does not have is drawn as a question mark. */
export async function drawPng({ lines, ...content }: LabelContent): Promise<Buffer> {
  library ??= loadLibrary();
  const bwip = await library;
  const fontId = bwip.FontLib.lookup(FONT);
  const isKnown = (letter: string) =>
    bwip.FontLib.getglyph(fontId, letter.codePointAt(0) ?? 0, FONT_SIZE, FONT_SIZE).glyph !== 0;
  const png = bwip.drawingZlibPng();
  const font = { name: FONT, width: FONT_SIZE, height: FONT_SIZE, dx: 0 };
  const drawing = withLines(png, lines, (x, y, line) => {
    const text = [...line].map((letter) => (isKnown(letter) ? letter : '?')).join('');
    const { width } = png.measure(text, FONT, FONT_SIZE, FONT_SIZE);
    png.text(x - width / 2, y, text, '000000', font);
  });
  return bwip.render(optionsOf(content), drawing);
}

function optionsOf({ code, symbology }: Omit<LabelContent, 'lines'>): RenderOptions {
  return {
    ...{ bcid: symbology, text: code, scale: SCALE, height: 15, backgroundcolor: 'ffffff' },
    ...{ includetext: true, paddingwidth: QUIET_ZONE, paddingheight: MARGIN },
    // The digits of EAN and UPC have places of their own.
    ...((symbology === 'code128' || symbology === 'itf14') && { textxalign: 'center' as const }),
  };
}

/** Makes room for lines beneath what is drawn, and has them drawn there, each with its middle at `x`. */
function withLines<T>(
  drawing: DrawingContext<T>,
  lines: readonly string[],
  drawLine: (x: number, y: number, line: string) => void,
): DrawingContext<T> {
  let size = { width: 0, height: 0 };
  return {
    ...drawing,
    init: (width, height) => {
      size = { width, height };
      drawing.init(width, height + lines.length * LINE_HEIGHT);
    },
    end: () => {
      const room = Math.floor((size.width + 2 * QUIET_ZONE * SCALE) / LETTER_WIDTH) - 1;
      for (const [index, line] of lines.entries()) {
        drawLine(size.width / 2, size.height + (index + 1) * LINE_HEIGHT - 6, shorten(line, room));
      }
      return drawing.end();
    },
  };
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function escapeXml(text: string): string {
  return text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? character);
}
