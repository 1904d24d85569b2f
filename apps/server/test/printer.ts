/** What has come out of a printer. */
export interface Printout {
  /** Every line up to the cut, in the order in which they were printed. */
  readonly lines: readonly string[];
  /** Those of them that end in bold. */
  readonly bold: readonly string[];
  readonly qrCodes: readonly string[];
  readonly cuts: number;
  /** The numbers of the code pages that were chosen, each once. */
  readonly codePages: ReadonlySet<number>;
}

/** By the numbers that Epson gives them, in "Character code tables" of its ESC/POS reference. */
const decoders: Readonly<Record<number, (byte: number) => string>> = {
  13: partOf({ 167: 'ğ', 158: 'Ş' }),
  15: decoderOf('iso-8859-7'),
  16: decoderOf('windows-1252'),
  17: decoderOf('ibm866'),
  18: partOf({ 157: 'Ł', 162: 'ó', 171: 'ź', 165: 'ą' }),
  33: partOf({ 140: 'ī' }),
};

function decoderOf(label: string): (byte: number) => string {
  const decoder = new TextDecoder(label, { fatal: true });
  return (byte) => decoder.decode(Uint8Array.of(byte));
}

/** Node does not know every page: as much of one as the tests need. */
function partOf(letters: Readonly<Record<number, string>>): (byte: number) => string {
  return (byte) => {
    const letter = byte < 0x80 ? String.fromCharCode(byte) : letters[byte];
    if (letter === undefined) throw new Error(`The tests do not know ${byte} of this page.`);
    return letter;
  };
}

/** Reads bytes as a printer reads ESC/POS. A command that it does not know is an error. */
export function printOut(bytes: Uint8Array): Printout {
  const lines: string[] = [];
  const boldLines: string[] = [];
  const qrCodes: string[] = [];
  const codePages = new Set<number>();
  let [line, bold, wasBold, page, cuts, at] = ['', false, false, -1, 0, 0];
  const take = (): number => {
    const byte = bytes[at++];
    if (byte === undefined) throw new Error('It ends within a command.');
    return byte;
  };
  const commands: Readonly<Record<string, () => void>> = {
    '\u001b@': () => {},
    '\u001c.': () => {},
    // The font, and the alignment of what is no text: the lines have theirs in them.
    '\u001bM': take,
    '\u001ba': take,
    '\u001bE': () => {
      bold = take() === 1;
    },
    '\u001bt': () => {
      page = take();
      codePages.add(page);
    },
    '\u001dV': () => {
      take();
      cuts += 1;
    },
    '\u001d(': () => {
      const [kind, low, high] = [take(), take(), take()];
      const data = bytes.subarray(at, at + low + 256 * high);
      at += data.length;
      if (String.fromCharCode(kind) !== 'k' || data[0] !== 0x31) throw new Error('That is no QR code.');
      if (data[1] === 0x50) qrCodes.push(new TextDecoder().decode(data.subarray(3)));
    },
  };
  while (at < bytes.length) {
    const byte = take();
    if (byte === 0x0a) {
      if (cuts === 0) lines.push(line);
      if (wasBold && line !== '') boldLines.push(line);
      line = '';
    } else if (byte < 0x20) {
      const name = String.fromCharCode(byte, take());
      const command = commands[name];
      if (!command) throw new Error(`There is no command ${JSON.stringify(name)}.`);
      command();
    } else {
      const decode = decoders[page];
      if (!decode) throw new Error(`There is no code page ${page}.`);
      line += decode(byte);
      wasBold = bold;
    }
  }
  return { lines, bold: boldLines, qrCodes, cuts, codePages };
}
