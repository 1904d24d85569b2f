// `pnpm test:postman`: runs the Postman collection against a fresh server and against dummies, and writes an HTML report.
import { fileURLToPath } from 'node:url';
import examples from '@cashwrap/contract/examples' with { type: 'json' };
import { SETUP_TOKEN, startTestServer } from '@cashwrap/server/testing/support';
import { REPORT_FILE, readCollection, readDocument } from './files.ts';
import { runCollection } from './run.ts';
import { score } from './score.ts';

const document = await readDocument();
const collection = await readCollection();
const report = fileURLToPath(REPORT_FILE);
let isGreen = await runAgainstServer();
for (const isClever of [false, true]) isGreen = (await runAgainstDummy(isClever)) && isGreen;
process.exitCode = isGreen ? 0 : 1;

async function runAgainstServer(): Promise<boolean> {
  await using server = await startTestServer({ jobs: true });
  const { asserted, broken } = await runCollection(collection, {
    ...{ baseUrl: `${server.url}/v1`, setupToken: SETUP_TOKEN, report },
  });
  const failed = asserted.filter(({ failure }) => failure !== undefined);
  for (const { request, assertion, failure } of failed) console.error(`${request}: ${assertion}: ${failure}`);
  for (const each of broken) console.error(each);
  const requests = new Set(asserted.map(({ request }) => request)).size;
  console.log(
    `Server: ${asserted.length - failed.length} of ${asserted.length} assertions hold, of ${requests} requests.`,
  );
  console.log(`Report: ${report}`);
  return failed.length === 0 && broken.length === 0;
}

/** A dummy that no assertion on the body finds out in some operation makes the run fail. */
async function runAgainstDummy(isClever: boolean): Promise<boolean> {
  const { operations, toldApart, rightStatus, fooled } = await score(
    collection,
    { document, examples },
    { isClever },
  );
  const dummy = isClever ? 'one that also refuses what it can' : 'a dummy that answers examples';
  console.log(
    `Score: ${toldApart} of ${operations} operations are told from ${dummy} (${rightStatus} of them it answers with the right status).`,
  );
  for (const name of fooled) console.error(`${name}: the example passes every assertion on the body.`);
  return fooled.length === 0;
}
