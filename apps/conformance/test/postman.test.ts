import { readFile } from 'node:fs/promises';
import examples from '@cashwrap/contract/examples' with { type: 'json' };
import { SETUP_TOKEN, startTestServer } from '@cashwrap/server/testing/support';
import { chai, describe, expect, test } from 'vitest';
import { createCollection } from '../src/postman/collection.ts';
import { COLLECTION_FILE, readDocument } from '../src/postman/files.ts';
import { operationsIn } from '../src/postman/openapi.ts';
import { plot } from '../src/postman/plot.ts';
import type { Folder, Item } from '../src/postman/postman.ts';
import { runCollection } from '../src/postman/run.ts';

const document = await readDocument();
const operations = operationsIn(document);
const collection = await createCollection(document, plot);

function namesIn(items: readonly (Folder | Item)[]): string[] {
  return items.flatMap((each) => ('item' in each ? namesIn(each.item) : [each.name]));
}

describe('the Postman collection', () => {
  test('is the committed one: run "pnpm gen" where it is not', async () => {
    expect(JSON.parse(await readFile(COLLECTION_FILE, 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(collection)),
    );
  });

  test('has of each operation a success, an invalid input, and a caller who may not', () => {
    const names = namesIn(collection.item);
    for (const { name, status } of operations) {
      expect(names).toContain(`${name}: ${status}`);
      const refused = (code: number) => names.some((each) => each.startsWith(`${name}: ${code} `));
      expect([name, refused(400)]).toEqual([name, true]);
      if (plot.permissions.get(name) === 'public') continue;
      expect([name, refused(401)]).toEqual([name, true]);
      // Whoever is signed in may see who they are.
      if (name !== 'auth.me') expect([name, refused(403)]).toEqual([name, true]);
    }
  });

  test('has a 404 of each operation that names a document in its path', () => {
    const names = namesIn(collection.item);
    for (const { name, path } of operations.filter(({ path }) => path.includes('{'))) {
      expect([name, names.some((each) => each.startsWith(`${name}: 404 `))], path).toEqual([name, true]);
    }
  });

  test('misses every field that must be there and is not', () => {
    const outputs: Readonly<Record<string, { readonly output: unknown }>> = examples;
    for (const { name, required } of operations.filter((each) => each.required.length > 0)) {
      const check = new Function('pm', 'body', required.join('\n'));
      const misses = (body: unknown) => {
        try {
          check({ expect: chai.expect }, body);
        } catch (error) {
          return error instanceof chai.AssertionError;
        }
        return false;
      };
      const output = outputs[name]?.output;
      expect([name, misses(output)]).toEqual([name, false]);
      for (const field of Object.keys(output ?? {})) {
        const without = { ...(output as object), [field]: undefined };
        expect([name, field, misses(JSON.parse(JSON.stringify(without)))]).toEqual([name, field, true]);
      }
    }
  });

  test('holds against a fresh server', { timeout: 300_000 }, async () => {
    await using server = await startTestServer({ jobs: true });
    const run = await runCollection(collection, { baseUrl: `${server.url}/v1`, setupToken: SETUP_TOKEN });
    expect(run.asserted.filter(({ failure }) => failure !== undefined)).toEqual([]);
    expect(run.broken).toEqual([]);
    expect(run.asserted.length).toBeGreaterThan(operations.length * 8);
  });
});
