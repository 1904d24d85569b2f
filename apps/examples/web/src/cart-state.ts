import type { Product, ScannedProduct } from '@cashwrap/sdk';

export interface Line {
  readonly key: string;
  readonly product: Product;
  readonly quantity: number;
  /** The label of a scale, with the price of the piece where that is on it. */
  readonly label?: { readonly code: string; readonly price: number | null };
}

/** What is being bought. */
export interface Cart {
  /** Of this purchase: paid for again after an answer was lost, it is the same sale. */
  readonly key: string;
  readonly lines: readonly Line[];
  /** How many labelled pieces were scanned, also of those that were taken out again. */
  readonly pieces: number;
}

export type CartAction =
  | { readonly type: 'add'; readonly product: Product }
  | { readonly type: 'scan'; readonly scanned: ScannedProduct }
  | { readonly type: 'setQuantity'; readonly key: string; readonly quantity: number }
  | { readonly type: 'clear' };

export function emptyCart(): Cart {
  // Not randomUUID: browsers have it on https pages only.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return {
    key: Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    lines: [],
    pieces: 0,
  };
}

export function reduceCart(cart: Cart, action: CartAction): Cart {
  switch (action.type) {
    case 'add':
      return add(cart, { key: action.product.id, product: action.product, quantity: 1 });
    case 'scan': {
      const { scanned, ...product } = action.scanned;
      const { code, price, quantity } = scanned;
      // What a scale has labelled is a piece of its own; anything else is one more of the product.
      if (price === null && quantity === null) return add(cart, { key: product.id, product, quantity: 1 });
      const pieces = cart.pieces + 1;
      const key = `${code}-${pieces}`;
      return add({ ...cart, pieces }, { key, product, quantity: quantity ?? 1, label: { code, price } });
    }
    case 'setQuantity': {
      const { key, quantity } = action;
      const lines = cart.lines.map((line) => (line.key === key ? { ...line, quantity } : line));
      return { ...cart, lines: lines.filter((line) => line.quantity > 0) };
    }
    case 'clear':
      return emptyCart();
  }
}

function add(cart: Cart, added: Line): Cart {
  const present = cart.lines.find(({ key }) => key === added.key);
  if (!present) return { ...cart, lines: [...cart.lines, added] };
  return reduceCart(cart, {
    type: 'setQuantity',
    key: added.key,
    quantity: present.quantity + added.quantity,
  });
}
