import { Markup, markup } from './markup.ts';

/** What is on a page. */
export interface Page {
  /** Of its words, by BCP 47. */
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  readonly title: string;
  /** CSS: it is put in as it is. */
  readonly style: string;
  readonly body: Markup;
}

/** Writes a page that needs nothing beside itself: it may neither run nor load anything, also once it is saved as a file. */
export function writePage({ language, direction, title, style, body }: Page): string {
  const page = markup`<!doctype html>
<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
${body}
</body>
</html>
`;
  return page.text;
}
