import {
  CreateCategoryInput,
  CreateProductInput,
  MAX_CATEGORY_DEPTH,
  type Product,
  ProductKind,
  ProductStatus,
  Quantity,
  SoldBy,
  TaxCategory,
} from '@cashwrap/contract';
import {
  booleanCodec,
  CellProblem,
  type Codec,
  check,
  decimalCodec,
  enumCodec,
  moneyCodec,
  textCodec,
} from '../../csv/codec.ts';
import { type Column, column } from '../../csv/columns.ts';
import { fromCell, toCell } from '../../csv/formula.ts';
import { escapeItem, splitEscaped, unescapeItem } from '../../csv/lists.ts';
import { storedForm } from './domain/gtin-forms.ts';

/** A product as a row of a file: its fields are the columns. `null` is an empty cell. */
export interface ProductLine {
  readonly sku: string;
  readonly name: string | null;
  readonly kind: Product['kind'] | null;
  readonly parent_sku: string | null;
  readonly options: Product['options'] | null;
  readonly option_values: Product['optionValues'] | null;
  readonly description: string | null;
  readonly barcodes: string[] | null;
  readonly plu: string | null;
  readonly tax_category: string | null;
  /** The names of its categories, from the top. */
  readonly category: string[] | null;
  readonly brand: string | null;
  readonly image_url: string | null;
  readonly attributes: Product['attributes'] | null;
  readonly price: number | null;
  readonly cost: number | null;
  readonly sold_by: Product['soldBy'] | null;
  readonly unit_label: string | null;
  readonly track_stock: boolean | null;
  readonly allow_oversell: boolean | null;
  readonly status: Product['status'] | null;
  readonly components: { sku: string; quantity: number }[] | null;
}

/** The rules of the API, cell by cell. */
const rules = CreateProductInput.shape;

/** `name: value; name: value`, and the same way every other list of pairs. */
function readPairs(text: string, separator: string): [string, string][] {
  return splitEscaped(text, separator).map((pair) => {
    const [name = '', value, ...more] = splitEscaped(pair, ':');
    if (value === undefined || more.length > 0) {
      throw new CellProblem(`must have one ":" between a name and its value; write "\\:" where it is text`);
    }
    return [unescapeItem(name.trim()), value.trim()];
  });
}

function distinctRecord<T>(pairs: readonly (readonly [string, T])[]): Record<string, T> {
  const record = Object.fromEntries(pairs);
  if (Object.keys(record).length === pairs.length) return record;
  throw new CellProblem('must not give a name twice');
}

const optionsCodec: Codec<Product['options']> = {
  read: (cell) =>
    check(
      rules.options,
      readPairs(fromCell(cell), ';').map(([name, values]) => ({
        name,
        values: splitEscaped(values, '|').map((value) => unescapeItem(value.trim())),
      })),
    ),
  write: (options) =>
    toCell(
      options
        .map(({ name, values }) => {
          const those = values.map((value) => escapeItem(value, '|:;'));
          return `${escapeItem(name, ':;')}: ${those.join('|')}`;
        })
        .join('; '),
    ),
  form: '`Size: S\\|M\\|L; Colour: Red\\|Blue`',
};

const optionValuesCodec: Codec<Product['optionValues']> = {
  read: (cell) => {
    const pairs = readPairs(fromCell(cell), ';');
    return check(
      rules.optionValues,
      distinctRecord(pairs.map(([name, value]) => [name, unescapeItem(value)])),
    );
  },
  write: (values) =>
    toCell(
      Object.entries(values)
        .map(([name, value]) => `${escapeItem(name, ':;')}: ${escapeItem(value, ':;')}`)
        .join('; '),
    ),
  form: '`Size: M; Colour: Red`',
};

const barcodesCodec: Codec<string[]> = {
  read: (cell) =>
    check(
      rules.barcodes,
      splitEscaped(fromCell(cell), '|').map((code) => storedForm(unescapeItem(code.trim()))),
    ),
  write: (codes) => toCell(codes.map((code) => escapeItem(code, '|')).join('|')),
  form: '`4006381333931\\|5000112637922`',
};

const categoryCodec: Codec<string[]> = {
  read: (cell) => {
    const names = splitEscaped(fromCell(cell), '>').map((name) => unescapeItem(name.trim()));
    if (names.length > MAX_CATEGORY_DEPTH) {
      throw new CellProblem(`must not be deeper than ${MAX_CATEGORY_DEPTH} categories`);
    }
    for (const name of names) check(CreateCategoryInput.shape.name, name);
    return names;
  },
  write: (names) => toCell(names.map((name) => escapeItem(name, '>')).join(' > ')),
  form: '`Drinks > Hot drinks`',
};

/** The rules would leave it out without a word. */
function refuseProto(name: string, value: unknown): unknown {
  if (name === '__proto__') throw new CellProblem('must not have an attribute called "__proto__"');
  return value;
}

const attributesCodec: Codec<Product['attributes']> = {
  read: (cell) => {
    try {
      return check(rules.attributes, JSON.parse(cell, refuseProto));
    } catch (error) {
      if (error instanceof CellProblem) throw error;
      throw new CellProblem('must be a JSON object, such as {"organic": true}');
    }
  },
  write: (attributes) => (Object.keys(attributes).length === 0 ? '' : JSON.stringify(attributes)),
  form: '`{"organic": true}`',
};

const quantity = decimalCodec(Quantity);

const componentsCodec: Codec<{ sku: string; quantity: number }[]> = {
  read: (cell, format) => {
    const pairs = readPairs(fromCell(cell), '|');
    distinctRecord(pairs);
    if (pairs.length > 50) throw new CellProblem('must not have more than 50 products');
    return pairs.map(([sku, count]) => ({
      sku: check(rules.sku, sku),
      quantity: quantity.read(count, format),
    }));
  },
  write: (components, format) =>
    toCell(
      components
        .map((each) => `${escapeItem(each.sku, '|:')}:${quantity.write(each.quantity, format)}`)
        .join('|'),
    ),
  form: '`COF-250:1\\|MUG:2`',
};

/** The columns of a file of products. */
export const productFileColumns: readonly Column<ProductLine>[] = [
  column('sku', textCodec(rules.sku), 'Which product it is. Required.'),
  column('name', textCodec(rules.name), 'Required for a new product.'),
  column('kind', enumCodec(ProductKind), 'Left out: `standard`. Fixed when the product is made.'),
  column('parent_sku', textCodec(rules.sku), 'The product that this one is a variant of. Fixed.'),
  column('options', optionsCodec, 'What the variants of this product differ in.'),
  column('option_values', optionValuesCodec, 'Which variant it is. Fixed.'),
  column('description', { ...textCodec(rules.description), exact: true }, 'Any number of lines.'),
  column('barcodes', barcodesCodec, 'All of its barcodes, the first one for labels.'),
  column('plu', textCodec(rules.plu), 'The number on the labels of scales.'),
  column(
    'tax_category',
    textCodec(TaxCategory.shape.name),
    'The name of a tax category. Required for a new product but a variant, which takes its parent’s.',
  ),
  column('category', categoryCodec, 'Made where it is not there yet.'),
  column('brand', textCodec(rules.brand), 'A variant takes its parent’s where the column is left out.'),
  column('image_url', textCodec(rules.imageUrl, 'an address'), 'Of http or https.'),
  column('attributes', attributesCodec, 'The merchant’s own fields.'),
  column(
    'price',
    moneyCodec(rules.price),
    'Required but for open prices, and for variants: empty, they have their parent’s.',
  ),
  column(
    'cost',
    moneyCodec(rules.cost),
    'What one unit usually costs. Takes the permission `products.read_cost`.',
  ),
  column('sold_by', enumCodec(SoldBy), 'Left out: `unit`, or the parent’s. Fixed.'),
  column('unit_label', textCodec(rules.unitLabel), 'What a measure is counted in.'),
  column(
    'track_stock',
    booleanCodec,
    'Left out: `true`, but for bundles, open prices and products with options, which have no stock. Fixed.',
  ),
  column('allow_oversell', booleanCodec, 'Left out: `false`.'),
  column('status', enumCodec(ProductStatus), 'Left out: `active`. Archiving has an operation of its own.'),
  column('components', componentsCodec, 'What a bundle holds. Required for a new bundle.'),
];
