/** A piece of a page. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Nothing where there is nothing to say. */
type Piece = string | number | Markup | readonly Markup[] | null;

/** Writes a piece of a page: whatever is put in is text and escaped, unless it is a piece itself. */
export function markup(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  const texts = parts.map((part, i) => part + toText(pieces[i] ?? null));
  return new Markup(texts.join(''));
}

function toText(piece: Piece): string {
  if (piece === null) return '';
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === 'object') return piece.map(({ text }) => text).join('');
  return String(piece).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
