// Between documents as they go over the wire and what the engine takes and makes.
export { figuresOfLine, figuresOfSale } from './figures.ts';
export {
  type ProductSelection,
  type PromotionRule,
  toApplicability,
  toPromotion,
  usesLeft,
} from './to-promotion.ts';
