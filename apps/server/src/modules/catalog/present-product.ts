import type { Product } from '@cashwrap/contract';
import type { ProductRow } from './products.repo.ts';

/** A product as callers see it: with the price that it has, be it its parent's. */
export function toProduct({
  createdAt,
  updatedAt,
  price,
  effectivePrice,
  components,
  ...row
}: ProductRow): Product {
  return {
    ...row,
    components: components ?? [],
    price: effectivePrice,
    inheritsPrice: price === null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
