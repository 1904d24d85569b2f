import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type PreviewOptions, preview } from 'vite';

const vite = path.join(
  path.dirname(createRequire(import.meta.url).resolve('vite/package.json')),
  'bin/vite.js',
);

export interface ServedPage extends AsyncDisposable {
  /** Where it is: pages of other hosts reach it by its port. */
  readonly port: number;
}

/** Builds a page with `vite build`, as it would be for its users, and serves it on a free port. */
export async function servePage(root: string, options: PreviewOptions = {}): Promise<ServedPage> {
  const outDir = await mkdtemp(path.join(tmpdir(), 'cashwrap-page-'));
  const args = [vite, 'build', root, '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'];
  // Tests have another one, with which React would be built for development.
  const env = { ...process.env, NODE_ENV: 'production' };
  await promisify(execFile)(process.execPath, args, { env });
  const server = await preview({
    ...{ root, logLevel: 'silent', build: { outDir } },
    preview: { port: 0, host: '127.0.0.1', allowedHosts: true, ...options },
  });
  const address = server.httpServer.address();
  if (typeof address !== 'object' || address === null) throw new Error('The page is served on no port.');
  return {
    port: address.port,
    [Symbol.asyncDispose]: async () => {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
