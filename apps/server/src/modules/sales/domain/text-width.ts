/** What a person sees as one character: an emoji of several code points, or a letter with its accents. */
const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What is two columns wide in a fixed-width font: East Asian scripts, full-width forms, and emoji. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Yi}]|\p{Emoji_Presentation}|\ufe0f|[\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u;

/** How many columns a text takes. */
export function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of characters.segment(text)) width += widthOfCharacter(segment);
  return width;
}

/** Cuts a text into parts that are at most `columns` wide, and no character in two. */
export function chop(text: string, columns: number): string[] {
  const parts: string[] = [];
  let part = '';
  let width = 0;
  for (const { segment } of characters.segment(text)) {
    const added = widthOfCharacter(segment);
    if (width + added > columns) {
      parts.push(part);
      part = '';
      width = 0;
    }
    part += segment;
    width += added;
  }
  return [...parts, part];
}

function widthOfCharacter(character: string): number {
  return WIDE.test(character) ? 2 : 1;
}
