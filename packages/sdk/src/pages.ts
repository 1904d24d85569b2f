/** A page of a list, as far as reading on needs it. */
export interface PageOf<Item> {
  items: Item[];
  nextCursor: string | null;
  /** Where a page has it, it tells the end: there is always a cursor then, for what comes later. */
  hasMore?: boolean;
}

/**
 * The answer of a list. Awaited, it is one page, got by one request. Iterated, it is every item of every page
 * from there on; the next page is asked for when the loop gets there.
 *
 * @example
 * ```ts
 * const firstPage = await cashwrap.products.list({ limit: 20 });
 * for await (const product of cashwrap.products.list({ search: 'tea' })) console.log(product.name);
 * ```
 */
export interface Pages<Page, Item> extends Promise<Page>, AsyncIterable<Item> {
  /** Page by page, for what comes with each. */
  pages(): AsyncIterable<Page>;
  /** The items of all pages in one array, at most `limit` of them. */
  toArray(options: { readonly limit: number }): Promise<Item[]>;
}

/**
 * Makes the answer of a list from a way to fetch the page at a cursor; fetches the first page at once. Nothing comes any more
 * once the signal is aborted, also of a page that is there.
 */
export function createPages<Item, Page extends PageOf<Item>>(
  fetchPage: (cursor?: string) => Promise<Page>,
  signal: AbortSignal | undefined,
): Pages<Page, Item> {
  const first = fetchPage();
  // It fails for whoever reads it; a page that nobody reads may fail quietly.
  first.catch(() => {});

  async function* pages(): AsyncGenerator<Page> {
    let page = await first;
    yield page;
    while (page.nextCursor !== null && page.hasMore !== false) {
      page = await fetchPage(page.nextCursor);
      yield page;
    }
  }

  async function* items(): AsyncGenerator<Item> {
    for await (const page of pages()) {
      for (const item of page.items) {
        signal?.throwIfAborted();
        yield item;
      }
    }
  }

  async function toArray({ limit }: { limit: number }): Promise<Item[]> {
    const found: Item[] = [];
    if (limit <= 0) return found;
    for await (const item of items()) {
      if (found.push(item) >= limit) break;
    }
    return found;
  }

  // A real promise with more to it, not a class of its own: it behaves like one everywhere.
  return Object.assign(first, { pages, toArray, [Symbol.asyncIterator]: items });
}
