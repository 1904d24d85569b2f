import type { CreateDiscountInput } from '@cashwrap/contract';
import { type Reference, referencesIn, referencesOfSelection } from '../../procedure/references.ts';

type Naming = {
  readonly [F in 'effect' | 'products' | 'conditions']?: CreateDiscountInput[F] | undefined;
};

/** The products, categories, customer groups and stores that a discount names. */
export function referencesOfDiscount({ effect, products, conditions }: Naming): Reference[] {
  return [
    ...(products ? referencesOfSelection(products, ['products']) : []),
    ...(effect?.type === 'buy_x_get_y'
      ? [
          ...referencesOfSelection(effect.buy, ['effect', 'buy']),
          ...referencesOfSelection(effect.get, ['effect', 'get']),
        ]
      : []),
    ...(conditions
      ? referencesIn('customer group', conditions.customerGroupIds, ['conditions', 'customerGroupIds'])
      : []),
    ...(conditions ? referencesIn('store', conditions.storeIds, ['conditions', 'storeIds']) : []),
  ];
}
