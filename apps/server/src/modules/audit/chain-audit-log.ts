import { setTimeout } from 'node:timers/promises';
import { type Database, flushWithCommit, type Tx, transact } from '@cashwrap/database';
import {
  findLastLink,
  findLink,
  findUnchained,
  hasUnchained,
  insertLinks,
  type Link,
  type SearchFrom,
  tryLockChain,
} from './audit-chain.repo.ts';
import { GENESIS, hashEntry } from './entry-hash.ts';
import type { SignedHead } from './signed-head.ts';

const BATCH = 1000;
/** How long before the last run a row is still looked for: seldom does a call take as long until its COMMIT. */
const RECENT_MS = 120_000;
/** How often all rows are looked at, however old: none stays without a link. */
const SWEEP_MS = 600_000;
/** Among so many of the newest rows one without a link is looked for each second: few calls overtake so many others. */
const NEWEST = 50;
/** How often the head is told at the most. */
const ANNOUNCE_MS = 60_000;
const ACCEPT_ATTEMPTS = 100;
const ACCEPT_PAUSE_MS = 50;
const BEFORE_ALL: SearchFrom = { recordedAt: new Date(0), id: '00000000-0000-0000-0000-000000000000' };

/** The chain in the database is not the one whose head was signed, or that head is gone. Nothing is added then. */
export class BrokenChainError extends Error {
  override readonly name = 'BrokenChainError';
}

interface Options {
  readonly database: Database;
  readonly head: SignedHead;
  readonly clock: () => Date;
  /** Told the signed head when it has advanced, once a minute at the most. */
  readonly announce?: (signedHead: string, position: number) => void;
}

/** Gives the rows of the audit log their links, after the transactions that wrote them. */
export class AuditChainer {
  readonly #options: Options;
  /** Where the sweep over all rows has come; `undefined` between sweeps. */
  #sweep: SearchFrom | undefined = BEFORE_ALL;
  #sweptAt = Number.NEGATIVE_INFINITY;
  /** When the last run began that left nothing which it could see. */
  #caughtUpAt = new Date(0);
  #announced = 0;
  #announcedAt = new Date(0);

  constructor(options: Options) {
    this.#options = options;
  }

  /** Whether a row waits for its link, as far as a quick look tells; {@link run} finds the others. */
  isDue(): Promise<boolean> {
    return hasUnchained(this.#options.database.db, NEWEST);
  }

  /** Links what is committed and has no link yet, then signs the head. Leaves it to another server that is at it. */
  async run(stopped: () => boolean = () => false): Promise<void> {
    if (this.#sweep === undefined && performance.now() - this.#sweptAt > SWEEP_MS) this.#sweep = BEFORE_ALL;
    const startedAt = this.#options.clock();
    while (!stopped()) {
      const linked = await this.#step(BATCH);
      if (linked === 'busy') return;
      if (linked === BATCH) continue;
      this.#caughtUpAt = startedAt;
      break;
    }
    // The head is that of links which are committed: those of the last batch are by now.
    if ((await this.#step(0)) !== 'busy') await this.#announceHead();
  }

  async #announceHead(): Promise<void> {
    const { head, clock, announce } = this.#options;
    const now = clock();
    if (!announce || now.getTime() - this.#announcedAt.getTime() < ANNOUNCE_MS) return;
    const signed = await head.read();
    if (!signed || signed.position === this.#announced) return;
    announce(await head.sign(signed), signed.position);
    this.#announced = signed.position;
    this.#announcedAt = now;
  }

  async #step(limit: number): Promise<number | 'busy'> {
    const { database } = this.#options;
    const batch = await transact(database, async (tx) => {
      if (!(await tryLockChain(tx))) return 'busy';
      const last = await this.#advanceHead(tx);
      return limit === 0 ? [] : await this.#link(tx, last, limit);
    });
    if (batch === 'busy') return 'busy';
    if (limit > 0) this.#moveSweep(batch, limit);
    return batch.length;
  }

  /**
   * Signs the last link that is committed, once the one signed before it is found where it was: what was cut
   * off or rewritten must not get a signature. Nor must a chain that has lost its head: the first head is signed
   * before the first link is written, so none has ever been without.
   */
  async #advanceHead(tx: Tx): Promise<Pick<Link, 'position' | 'hash'>> {
    const { head, clock } = this.#options;
    const signed = await head.read();
    const last = await findEnd(tx);
    const had = head.lastSeen?.position ?? 0;
    if (!signed && head.isKept && (last.position > 0 || had > 0)) {
      throw new BrokenChainError(
        `The audit chain has ${last.position} entries and this server no signed head of it; see "pnpm verify:audit"`,
      );
    }
    if (signed && signed.position > 0) {
      const link = signed.position === last.position ? last : await findLink(tx, signed.position);
      if (link?.hash !== signed.hash) {
        throw new BrokenChainError(
          `The audit chain is not the one that was signed at position ${signed.position}; see "pnpm verify:audit"`,
        );
      }
    }
    if (signed?.position !== last.position) {
      await head.write({ position: last.position, hash: last.hash, signedAt: clock().toISOString() });
    }
    return last;
  }

  async #link(tx: Tx, last: Pick<Link, 'position' | 'hash'>, limit: number) {
    const chainedAt = this.#options.clock();
    const recent = { recordedAt: new Date(this.#caughtUpAt.getTime() - RECENT_MS), id: BEFORE_ALL.id };
    const entries = await findUnchained(tx, this.#sweep ?? recent, limit);
    let { position, hash } = last;
    const links = entries.map((entry) => {
      position += 1;
      hash = hashEntry(hash, entry);
      return { position, auditId: entry.id, hash, chainedAt };
    });
    if (links.length > 0) flushWithCommit(tx, [insertLinks(tx, links)]);
    return entries;
  }

  #moveSweep(batch: readonly { readonly id: string; readonly recordedOn: Date }[], limit: number): void {
    if (this.#sweep === undefined) return;
    const last = batch.at(-1);
    if (batch.length === limit && last) {
      this.#sweep = { recordedAt: last.recordedOn, id: last.id };
      return;
    }
    this.#sweep = undefined;
    this.#sweptAt = performance.now();
  }
}

/**
 * Signs the chain as it is now, whatever was signed before: for an operator who knows why the head is gone or
 * another, as after a restore. Answers how many entries that accepts.
 */
export async function acceptChain({ database, head, clock }: Options): Promise<number> {
  for (let attempt = 1; attempt <= ACCEPT_ATTEMPTS; attempt++) {
    const accepted = await transact(database, async (tx) => {
      if (!(await tryLockChain(tx))) return undefined;
      const { position, hash } = await findEnd(tx);
      await head.write({ position, hash, signedAt: clock().toISOString() });
      return position;
    });
    if (accepted !== undefined) return accepted;
    await setTimeout(ACCEPT_PAUSE_MS);
  }
  throw new Error('The audit chain is being written to without a pause; try again.');
}

/** The last link that is committed; before the first, what that one will follow. */
async function findEnd(tx: Tx): Promise<Pick<Link, 'position' | 'hash'>> {
  return (await findLastLink(tx)) ?? { position: 0, hash: GENESIS };
}
