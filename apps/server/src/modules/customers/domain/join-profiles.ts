import type { Consent } from '@cashwrap/contract';
import type { CustomerRow } from '../customers.repo.ts';

/** How many tags and groups a customer may have, each, and how long a note may be: see the contract. */
const MAX_EACH = 50;
const MAX_NOTE = 2000;

/**
 * The profile of who stays of two customers who are one: where it is empty, that of the other. An exemption from tax goes
 * with its proof; who is active in one of the two is active.
 */
export function joinProfiles(kept: CustomerRow, merged: CustomerRow) {
  const exempt = kept.taxExempt || kept.taxExemptReason !== null ? kept : merged;
  return {
    reference: kept.reference ?? merged.reference,
    company: kept.company ?? merged.company,
    taxId: kept.taxId ?? merged.taxId,
    email: kept.email ?? merged.email,
    phone: kept.phone ?? merged.phone,
    address: Object.keys(kept.address).length > 0 ? kept.address : merged.address,
    birthday: kept.birthday ?? merged.birthday,
    note: joinNotes(kept.note, merged.note),
    taxExempt: exempt.taxExempt,
    taxExemptReason: exempt.taxExemptReason,
    groupIds: union(kept.groupIds, merged.groupIds).sort(),
    tags: union(kept.tags, merged.tags),
    status: kept.status === 'active' ? kept.status : merged.status,
    saleCount: kept.saleCount + merged.saleCount,
  };
}

/** What was written down of the one is true of the other: an allergy, say. Both, unless that is too long. */
function joinNotes(one: string, other: string): string {
  const both = union([one], [other])
    .filter((note) => note !== '')
    .join('\n');
  return both.length > MAX_NOTE ? one : both;
}

/** Of more than there is room for, the last of the second are left out. */
function union(one: readonly string[], other: readonly string[]): string[] {
  return [...new Set([...one, ...other])].slice(0, MAX_EACH);
}

/**
 * Which consents of the other customer count for who stays: those of channels that these were not asked for, and those that
 * the other has taken back. Nobody is written to who has said no once.
 */
export function consentsToTakeOver(
  kept: readonly Consent[],
  merged: readonly Consent[],
): Omit<Consent, 'recordedAt'>[] {
  return merged.flatMap(({ channel, granted }) => {
    const own = kept.find((consent) => consent.channel === channel);
    const counts = own === undefined || (own.granted && !granted);
    return counts ? { channel, granted, source: 'merge' as const } : [];
  });
}
