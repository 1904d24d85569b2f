/** Letters that no accent can be taken from, and how they are typed without them. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  ı: 'i',
};

/** A text in one form for each letter, with all digits as 0 to 9, whatever the script. */
export function plainText(text: string): string {
  return text.normalize('NFKD').replace(/(?![0-9])\p{Nd}/gu, (digit) => String(digitValue(digit)));
}

/** Unicode has the ten digits of a script one after the other; before a zero stands no digit, or the nine of another. */
function digitValue(digit: string): number {
  const codePoint = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(codePoint - value - 1))) value += 1;
  return value % 10;
}

/** The words of a text as search compares them: letters and digits only, in lower case, without accents. */
export function wordsOf(text: string): string[] {
  return plainText(text)
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[ßæœøđłı]/g, (letter) => PLAIN[letter] ?? letter)
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** More words say no more. */
const MAX_WORDS = 12;

/** The words of what was typed into a search, each once. */
export function searchedWords(search: string): string[] {
  return [...new Set(wordsOf(search))].slice(0, MAX_WORDS);
}

/** A code as its parts, and as it is typed without what stands between them. */
export function wordsOfCode(code: string): string[] {
  const words = wordsOf(code);
  return words.length > 1 ? [...words, words.join('')] : words;
}

/** The words that a typing error is looked up among. A wrong digit is another thing, so those with digits are not. */
export function spellableWords(words: readonly string[]): string[] {
  return [...new Set(words.filter((word) => /^[\p{L}\p{M}]{3,40}$/u.test(word)))];
}
