import examples from '@cashwrap/contract/examples' with { type: 'json' };
import { describe, expect, test } from 'vitest';
import { readCollection, readDocument } from '../src/postman/files.ts';
import { score } from '../src/postman/score.ts';

// A file of its own, so that another core can take it beside the run against a server.
describe('the Postman collection', async () => {
  const [document, collection] = [await readDocument(), await readCollection()];

  test.each([
    { dummy: 'a dummy that answers an example whatever it is asked', isClever: false, refused: 0 },
    // Two calls need what a refusal or a list of this run tells: it sees that the ids are none.
    { dummy: 'one that also refuses what it can without a memory', isClever: true, refused: 2 },
  ])('tells every operation from $dummy', { timeout: 300_000 }, async ({ isClever, refused }) => {
    const { toldApart, rightStatus, fooled, operations } = await score(
      collection,
      { document, examples },
      { isClever },
    );
    expect(fooled).toEqual([]);
    expect(operations).toBeGreaterThan(270);
    expect(toldApart).toBe(operations);
    // Not by its statuses: what it answers is the body of a success.
    expect(rightStatus).toBe(operations - refused);
  });
});
