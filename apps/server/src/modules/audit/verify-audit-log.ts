import type { AuditVerification } from '@cashwrap/contract';
import type { Reader } from '@cashwrap/database';
import { countUnchained, type Link, readLinksAfter } from './audit-chain.repo.ts';
import { GENESIS, hashEntry } from './entry-hash.ts';
import { type Head, HeadError, type SignedHead } from './signed-head.ts';

const BATCH = 1000;
/**
 * By how much a row without a link may be older than the last that has one: twice as long as it takes until all rows
 * have been looked at again.
 */
const LATE_MS = 1_200_000;

type Broken = NonNullable<AuditVerification['firstBroken']>;

/**
 * Computes the whole chain again, a batch at a time, and compares it with the signed head, and with heads that were
 * signed earlier and kept elsewhere (`anchors`); names the first entry that is not as it was. Throws where `stopped`
 * turns true before the end.
 */
export async function verifyAuditLog(
  db: Reader,
  signedHead: SignedHead,
  now: Date,
  anchors: readonly Head[] = [],
  stopped: () => boolean = () => false,
): Promise<AuditVerification> {
  // Read first: the chain only grows, so an intact one is at least as long as this.
  const head = await signedHead.read().catch((error: unknown) => {
    if (error instanceof HeadError) return error;
    throw error;
  });
  const damaged =
    head instanceof HeadError ? { entryId: null, position: 0, problem: `${head.message}.` } : null;
  const signed = head instanceof HeadError ? undefined : head;
  const own = signed ?? (damaged ? undefined : signedHead.lastSeen);
  const known = own ? [own, ...anchors] : anchors;
  const { entries, broken, lastRecordedAt } = await walk(db, known, stopped);
  const { count: unchained, oldest } = await countUnchained(db);
  const firstBroken =
    broken ??
    damaged ??
    missing(entries, signed, known) ??
    overlooked(entries, oldest, lastRecordedAt ?? now);
  return { intact: firstBroken === null, entries, unchained, firstBroken };
}

interface Walked {
  /** How many entries are as they were, up to the first that is not. */
  readonly entries: number;
  readonly broken: Broken | null;
  /** When the last of them was recorded. */
  readonly lastRecordedAt?: Date | undefined;
}

async function walk(db: Reader, heads: readonly Head[], stopped: () => boolean): Promise<Walked> {
  const signed = new Map<number, Set<string>>();
  for (const { position, hash } of heads) {
    signed.set(position, (signed.get(position) ?? new Set()).add(hash));
  }
  let entries = 0;
  let hash = GENESIS;
  let otherThanSigned: Broken | null = null;
  let lastRecordedAt: Date | undefined;
  // Not from 0: there is nothing below 1, unless somebody has put it there.
  let after = Number.MIN_SAFE_INTEGER;
  for (;;) {
    if (stopped()) throw new Error('The audit log was not verified to its end: the server stops.');
    const links = await readLinksAfter(db, after, BATCH);
    for (const link of links) {
      const position = entries + 1;
      const expected = hashEntry(hash, link);
      const broken = brokenLink(link, position, expected);
      if (broken) return { entries, broken };
      entries = position;
      hash = expected;
      after = link.position;
      lastRecordedAt = new Date(Number(link.recordedAt));
      const signedHere = signed.get(position);
      // Two hashes that were signed at one place: one of them is not of this chain, whatever it is.
      if (signedHere && (signedHere.size > 1 || !signedHere.has(hash))) {
        otherThanSigned ??= rewritten(position, link.auditId);
      }
    }
    if (links.length < BATCH) return { entries, broken: otherThanSigned, lastRecordedAt };
  }
}

function brokenLink(link: Link & { readonly found: boolean }, position: number, hash: string): Broken | null {
  const { auditId: entryId } = link;
  if (link.position > position) {
    return {
      entryId: null,
      position,
      problem: `The link at position ${position} was deleted from the chain.`,
    };
  }
  if (link.position < position) {
    return { entryId, position: link.position, problem: 'The link was added to the chain.' };
  }
  if (!link.found) return { entryId, position, problem: 'The entry was deleted from the log.' };
  if (link.hash === hash) return null;
  const problem = 'The entry, its link or their order is not as it was when it was chained.';
  return { entryId, position, problem };
}

function rewritten(position: number, entryId: string): Broken {
  const problem = `The chain was rewritten: the hash at position ${position} is not the one that was signed there.`;
  return { entryId, position, problem };
}

/** What a head, be it gone meanwhile or kept elsewhere, knows of and the chain does not have. */
function missing(position: number, head: Head | undefined, known: readonly Head[]): Broken | null {
  const furthest = known.reduce((most, each) => Math.max(most, each.position), 0);
  if (!head && position > 0) {
    const problem = 'There is no signed head on this server, so entries may be missing or rewritten.';
    return { entryId: null, position, problem };
  }
  if (furthest <= position) return null;
  const problem = `The chain was cut off: ${furthest} entries were signed, and it has ${position}.`;
  return { entryId: null, position: position + 1, problem };
}

/** A row without a link that is older than the job can have left it: its link was removed with all around it. */
function overlooked(entries: number, oldest: Date | null, newest: Date): Broken | null {
  if (oldest === null || newest.getTime() - oldest.getTime() <= LATE_MS) return null;
  const problem =
    `Entries from ${oldest.toISOString()} on are not in the chain, though they should be by now. After an upgrade ` +
    'from a version without a chain, start the server once.';
  return { entryId: null, position: entries + 1, problem };
}
