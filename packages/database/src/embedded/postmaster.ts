import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile, rename, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { asUser, type Cluster, isAlive, serverEnvironment } from './cluster.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { type Keeper, knock, postmasterPid } from './keeper.ts';

/** Server settings, as in postgresql.conf. */
export type Settings = Readonly<Record<string, string>>;

const LONGEST_LOG_BYTES = 10_000_000;
/** After `kill -9` of the postmaster the next one is refused for about 1.5 s, until its children are gone. */
const REFUSED_FOR_MS = 5_000;
/** Recovery after a crash may take long, but not for ever. */
const STARTING_FOR_MS = 120_000;

/**
 * Joins the cluster's server, or starts one. Ready means that a connection has been answered. Several processes may
 * do so at once: postmaster.pid lets one server win (it is never deleted here), and the others' users join it.
 */
export async function joinOrStart(
  cluster: Cluster,
  settings: Settings,
  signal: AbortSignal,
): Promise<Keeper> {
  let child: ChildProcess | undefined;
  const since = Date.now();
  let refusedSince = since;
  try {
    for (;;) {
      signal.throwIfAborted();
      const answer = await knock(cluster);
      if (typeof answer === 'object') return answer;

      const now = Date.now();
      if (answer === 'starting') refusedSince = now;
      if (answer === 'starting' || (child && !hasEnded(child))) {
        if (now - since > STARTING_FOR_MS) throw await startFailure(cluster);
        await sleep(15);
      } else {
        if (now - refusedSince > REFUSED_FOR_MS) throw await startFailure(cluster);
        if (child) await sleep(100);
        child = await spawnPostmaster(cluster, settings);
      }
    }
  } catch (error) {
    if (child) await interrupt(child);
    throw error;
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function interrupt(child: ChildProcess): Promise<void> {
  child.kill('SIGINT');
  while (!hasEnded(child)) await sleep(10);
}

async function spawnPostmaster(cluster: Cluster, settings: Settings): Promise<ChildProcess> {
  const { dataDir, socketDir, postgres, user } = cluster;
  const all: Settings = {
    listen_addresses: '',
    unix_socket_directories: socketDir,
    unix_socket_permissions: '0700',
    port: '5432',
    ...settings,
  };
  const args = ['-D', dataDir, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const log = await openLog(cluster.logFile);
  const child = spawn(postgres, args, {
    cwd: dataDir,
    env: serverEnvironment(),
    stdio: ['ignore', log, log],
    // A process group of its own: Ctrl-C in the terminal is for Node, which stops the server when it is done.
    detached: true,
    ...asUser(user),
  });
  closeSync(log);
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  child.unref();
  return child;
}

async function openLog(path: string): Promise<number> {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LONGEST_LOG_BYTES) await rename(path, `${path}.1`);
  return openSync(path, 'a', 0o600);
}

async function startFailure({ dataDir, logFile }: Cluster): Promise<Error> {
  const log = await readFile(logFile, 'utf8').catch(() => '');
  return new EmbeddedPostgresError(
    `The embedded PostgreSQL in ${dataDir} does not start. Its log, ${logFile}, ends with:\n${log.slice(-1500).trim()}`,
  );
}

/** Waits until a postmaster that was told to stop has ended: everything is written then. */
export async function postmasterEnd(cluster: Cluster, pid: number): Promise<void> {
  // Its pid file goes last. The process itself may stay as a zombie where it was not our child.
  while (isAlive(pid) && (await postmasterPid(cluster)) === pid) await sleep(10);
}
