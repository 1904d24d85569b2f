import examples from '@cashwrap/contract/examples' with { type: 'json' };
import { describe, expect, test } from 'vitest';
import { readCollection, readDocument } from '../src/postman/files.ts';
import { score } from '../src/postman/score.ts';

// A file of its own, so that another core can take it beside the run against a server.
describe('the Postman collection', async () => {
  const [document, collection] = [await readDocument(), await readCollection()];

  // `pnpm test:postman` tries a cleverer one as well, that refuses what it can without a memory.
  test('tells every operation from a dummy that answers an example whatever it is asked', {
    timeout: 300_000,
  }, async () => {
    const { toldApart, rightStatus, fooled, operations } = await score(
      collection,
      { document, examples },
      { isClever: false },
    );
    expect(fooled).toEqual([]);
    expect(operations).toBeGreaterThan(270);
    expect(toldApart).toBe(operations);
    // Not by its statuses: what it answers is the body of a success.
    expect(rightStatus).toBe(operations);
  });
});
