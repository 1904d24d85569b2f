import type { CreateProductInput, FieldError, Product } from '@cashwrap/contract';

type Structure = Pick<
  CreateProductInput,
  | 'kind'
  | 'parentId'
  | 'optionValues'
  | 'options'
  | 'components'
  | 'trackStock'
  | 'price'
  | 'taxCategoryId'
  | 'soldBy'
>;

/** Whether a product has stock of its own: bundles have their components', open prices and parents have none. */
export function mayHaveStock({ kind, options }: Pick<Structure, 'kind' | 'options'>): boolean {
  return kind === 'standard' && options.length === 0;
}

/** What is said of a product that is wrong, by whichever way it comes in. */
export const productRules = {
  variantIsStandard: 'must be standard: it is a variant',
  variantHasNoVariants: 'must be empty: a variant has no variants',
  onlyStandardHasVariants: 'must be empty: only a standard product has variants',
  valuesAreOfVariants: 'are of variants only',
  bundleHoldsSomething: 'must not be empty: a bundle holds something',
  onlyBundlesHold: 'are of bundles only',
  bundleIsAUnit: 'must be unit: a bundle is sold as one',
  noStockOfItsOwn: 'must be false: it has no stock of its own',
  requiredButForVariant: 'is required but for a variant',
  required: 'is required',
  typedIn: 'must be left out or 0: it is typed in at the till',
  variantsAreFixed: 'cannot come or go: whether a product has variants is fixed at creation',
  parentHasOptions: 'must be a product that has options',
  archived: 'is archived',
  componentIsStandard: 'is a bundle or has an open price: it has no stock',
  componentHasNoVariants: 'has variants: name one of them',
  wholeUnits: 'must be a whole number: it is sold by the unit',
  sameBarcode: 'is a barcode before it, with more or fewer zeros in front',
} as const;

/** What in a new product does not go together, whatever else there is in the catalogue. */
export function structureProblems(input: Structure): FieldError[] {
  const { kind, parentId, options, components, price, taxCategoryId } = input;
  const isVariant = parentId !== null;
  const hasOptions = options.length > 0;
  const isBundle = kind === 'bundle';
  const rules = productRules;
  const problems: [boolean, keyof Structure, string][] = [
    [isVariant && kind !== 'standard', 'kind', rules.variantIsStandard],
    [isVariant && hasOptions, 'options', rules.variantHasNoVariants],
    [!isVariant && Object.keys(input.optionValues).length > 0, 'optionValues', rules.valuesAreOfVariants],
    [kind !== 'standard' && hasOptions, 'options', rules.onlyStandardHasVariants],
    [isBundle && components.length === 0, 'components', rules.bundleHoldsSomething],
    [!isBundle && components.length > 0, 'components', rules.onlyBundlesHold],
    [isBundle && input.soldBy === 'measure', 'soldBy', rules.bundleIsAUnit],
    [!mayHaveStock(input) && input.trackStock === true, 'trackStock', rules.noStockOfItsOwn],
    [!isVariant && taxCategoryId === undefined, 'taxCategoryId', rules.requiredButForVariant],
    [!isVariant && kind !== 'open_price' && price === undefined, 'price', rules.required],
    [kind === 'open_price' && (price ?? 0) !== 0, 'price', rules.typedIn],
  ];
  return problems.flatMap(([wrong, field, message]) => (wrong ? [{ path: [field], message }] : []));
}

/** What is wrong with the values of a variant for its parent's options. */
export function optionProblems(values: Product['optionValues'], options: Product['options']): FieldError[] {
  const missing = options.filter(({ name }) => !Object.hasOwn(values, name));
  const wrong = Object.entries(values).flatMap(([name, value]): FieldError[] => {
    const option = options.find((each) => each.name === name);
    if (!option) return [{ path: ['optionValues', name], message: 'is no option of the parent' }];
    if (option.values.includes(value)) return [];
    return [{ path: ['optionValues', name], message: `must be one of: ${option.values.join(', ')}` }];
  });
  return [
    ...missing.map(({ name }) => ({
      path: ['optionValues', name],
      message: 'is required: the parent has it',
    })),
    ...wrong,
  ];
}

/** A combination for people: `Size M, Colour red`. */
export function describeVariant(values: Product['optionValues']): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
