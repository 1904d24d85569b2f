/**
 * Lists inside one cell: `S|M|L`. A backslash takes the next character as it is: `A\|B` is one item.
 */

/** The items between separators, still escaped: split further, or `unescapeItem`d. */
export function splitEscaped(text: string, separator: string): string[] {
  const items: string[] = [];
  let item = '';
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '\\') {
      item += char + text.charAt(i + 1);
      i++;
    } else if (char === separator) {
      items.push(item);
      item = '';
    } else {
      item += char;
    }
  }
  return [...items, item];
}

export function unescapeItem(item: string): string {
  return item.replaceAll(/\\([\s\S]?)/g, '$1');
}

/** An item in which none of these characters, nor a backslash, means anything. */
export function escapeItem(text: string, special: string): string {
  return Array.from(text, (char) => (char === '\\' || special.includes(char) ? `\\${char}` : char)).join('');
}
