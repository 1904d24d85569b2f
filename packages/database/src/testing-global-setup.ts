import { startTestServer } from './testing.ts';

/** For vitest's `globalSetup`: holds the shared server for the whole run, and leaves it at its end. */
export default async function setup(): Promise<() => Promise<void>> {
  const server = await startTestServer();
  return () => server.stop();
}
