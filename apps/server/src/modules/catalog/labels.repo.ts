import type { LabelLayout } from '@cashwrap/contract';
import { type Reader, readStatement } from '@cashwrap/database';

/** The layout that an in-store barcode has, with the article that it names. */
export interface LabelMatch {
  readonly layout: LabelLayout;
  /** The currency of the catalogue prices. */
  readonly currency: string;
  /** Null where no article has the number. */
  readonly productId: string | null;
}

// PLUs are stored without the zeros that fill them up.
const labelMatch = readStatement<LabelMatch, readonly [string]>(
  'label_match',
  `SELECT l.layout, m.currency, p.id AS "productId"
   FROM merchants m CROSS JOIN LATERAL (
     SELECT layout FROM jsonb_array_elements(m.label_layouts) AS layout
     WHERE starts_with($1, layout->>'prefix') ORDER BY length(layout->>'prefix') DESC LIMIT 1) AS l
   LEFT JOIN products p
     ON p.plu = ltrim(substr($1, length(l.layout->>'prefix') + 1, (l.layout->>'pluDigits')::int), '0')`,
);

/** The layout with the longest prefix that the 13 digits begin with; undefined where there is none. */
export async function findLabelMatch(db: Reader, ean13: string): Promise<LabelMatch | undefined> {
  const { rows } = await labelMatch(db, [ean13]);
  return rows[0];
}

const firstLocale = readStatement<{ locale: string }, readonly []>(
  'first_locale',
  'SELECT locale FROM stores ORDER BY created_at, id LIMIT 1',
);

/** The locale of the merchant's first store; English before there is one. */
export async function findFirstLocale(db: Reader): Promise<string> {
  const { rows } = await firstLocale(db, []);
  return rows[0]?.locale ?? 'en';
}
