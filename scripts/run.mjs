// What `npm start`, `npm test` and every other root script call. It needs Node and npm, nothing else.
const OLDEST_NODE = 20;
const major = Number(process.versions.node.split('.')[0]);

if (major < OLDEST_NODE) {
  console.error(
    `cashwrap: needs Node ${OLDEST_NODE} or newer to start itself; this is ${process.version}. Get one from https://nodejs.org.`,
  );
  process.exit(1);
}

const { main } = await import('./tasks.mjs');
process.exitCode = await main(process.argv.slice(2));
