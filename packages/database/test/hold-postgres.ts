import { startEmbeddedPostgres } from '../src/embedded/index.ts';

// A process that uses the server of a data directory until its input ends, for tests with several processes.
const [dataDir = ''] = process.argv.slice(2);
const embedded = await startEmbeddedPostgres({ dataDir, fsync: false });
process.stdout.write(`${embedded.pid}\n`);
process.stdin.resume().on('end', () => embedded.stop());
