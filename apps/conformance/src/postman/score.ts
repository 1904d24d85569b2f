import { successName } from './collection.ts';
import { type DummyOptions, startDummy } from './dummy.ts';
import { operationsIn } from './openapi.ts';
import type { Collection, Folder, Item } from './postman.ts';
import { type Asserted, runCollection } from './run.ts';
import { ABOUT_BODY, statusTitle } from './scripts.ts';

/** How many operations a collection tells from a dummy. */
export interface Score {
  readonly operations: number;
  readonly toldApart: number;
  /** In how many of them the dummy answered with the status of a success: it was not told apart by that. */
  readonly rightStatus: number;
  /** The operations of which the dummy passed every assertion on the body. */
  readonly fooled: readonly string[];
}

/** An id of nothing, of which a clever dummy is told. */
const NOWHERE = '00000000-0000-4000-8000-000000000000';

/** Runs what shows each operation with success against a dummy: at least one assertion on the body of each must fail. */
export async function score(
  collection: Collection,
  options: Pick<DummyOptions, 'document' | 'examples'>,
  { isClever }: { readonly isClever: boolean },
): Promise<Score> {
  const operations = operationsIn(options.document);
  const names = new Set(operations.map(successName));
  await using dummy = await startDummy({
    ...options,
    ...(isClever && { clever: { unknownIds: [NOWHERE] } }),
  });
  const { asserted } = await runCollection(successesOf(collection, names), {
    ...{ baseUrl: `${dummy.url}/v1`, setupToken: 'any' },
    variables: { nowhere: NOWHERE, patience: '1' },
  });
  const failed = new Set(asserted.filter(({ failure }) => failure !== undefined).map(keyOf));
  const fooled = operations.filter(
    (operation) => ![...failed].some((key) => key.startsWith(`${successName(operation)} ${ABOUT_BODY}`)),
  );
  const wrongStatus = operations.filter((operation) =>
    failed.has(keyOf({ request: successName(operation), assertion: statusTitle(operation.status) })),
  );
  return {
    operations: operations.length,
    toldApart: operations.length - fooled.length,
    rightStatus: operations.length - wrongStatus.length,
    fooled: fooled.map(({ name }) => name),
  };
}

function keyOf({ request, assertion }: Pick<Asserted, 'request' | 'assertion'>): string {
  return `${request} ${assertion}`;
}

/** Without the refusals, on which the score does not depend. */
function successesOf(collection: Collection, names: ReadonlySet<string>): Collection {
  const pick = (folder: Folder): Folder => ({
    ...folder,
    item: folder.item.flatMap((each): (Folder | Item)[] => {
      if ('item' in each) return [pick(each)];
      return each.name.startsWith('given ') || names.has(each.name) ? [each] : [];
    }),
  });
  return { ...collection, item: collection.item.map(pick) };
}
