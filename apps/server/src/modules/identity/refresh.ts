import type { RefreshInput, TokenPair } from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import type { z } from 'zod';
import { Failure } from '../../procedure/failure.ts';
import type { MutationCall, StepsCall } from '../../procedure/handlers.ts';
import { type Identity, issueTokens } from './identity.ts';
import { type IssuedRefreshToken, refreshExpiry, sessionEntry } from './open-session.ts';
import { hashRefreshToken, successorOf } from './refresh-tokens.ts';
import {
  advanceAuthEpoch,
  countRefreshTokens,
  insertRefreshToken,
  isRefreshTokenUsed,
  lockRefreshToken,
  markRefreshTokenUsed,
  markSessionUsed,
  revokeSession,
} from './sessions.repo.ts';

/** How long the same rotation may be asked for again, because its answer may have been lost. */
const REPEAT_MS = 10_000;
/** An access token lives for minutes: a device that refreshes more often than this is out of order. */
const REFRESHES_PER_MINUTE = 30;

type Rotation =
  | {
      readonly outcome: 'rotated';
      readonly userId: string;
      readonly sessionId: string;
      readonly refresh: IssuedRefreshToken;
    }
  | { readonly outcome: 'refused' | 'reused' };

/**
 * Exchanges a refresh token for its successor. A token that was used before ends its session, because
 * somebody else may have it — unless it was used just now and its successor was not: then the answer was
 * lost, and the same successor is given again.
 */
export async function refresh(
  identity: Identity,
  call: StepsCall,
  input: z.output<typeof RefreshInput>,
): Promise<TokenPair> {
  const rotation = await call.transact((tx, audit) =>
    rotate(tx, audit, call, input.refreshToken, identity.options.pepper),
  );
  if (rotation.outcome === 'reused') identity.authority.forget();
  if (rotation.outcome !== 'rotated') {
    throw new Failure('INVALID_REFRESH_TOKEN', {
      detail: 'This refresh token is unknown, used, expired or revoked. Sign in again.',
    });
  }
  return issueTokens(identity, rotation.userId, rotation.sessionId, rotation.refresh);
}

async function rotate(
  tx: Tx,
  audit: MutationCall['audit'],
  call: StepsCall,
  refreshToken: string,
  pepper: Buffer,
): Promise<Rotation> {
  const { now } = call;
  const token = await lockRefreshToken(tx, hashRefreshToken(refreshToken));
  if (!token || token.revokedAt || token.deactivatedAt) return { outcome: 'refused' };
  if (token.expiresAt <= now || token.sessionExpiresAt <= now) return { outcome: 'refused' };

  const successor = successorOf(refreshToken, pepper);
  const successorHash = hashRefreshToken(successor);
  if (token.usedAt !== null) {
    const justNow = now.getTime() - token.usedAt.getTime() <= REPEAT_MS;
    if (!justNow || (await isRefreshTokenUsed(tx, successorHash))) {
      await revokeSession(tx, token.sessionId, 'refresh_reuse', now);
      await advanceAuthEpoch(tx);
      audit(sessionEntry(token.userId, token.sessionId, { revokedReason: 'refresh_reuse' }));
      return { outcome: 'reused' };
    }
  } else {
    await refuseTooMany(tx, token.sessionId, now);
    await markRefreshTokenUsed(tx, token.id, now);
    await markSessionUsed(tx, token.sessionId, now);
    audit(sessionEntry(token.userId, token.sessionId));
  }
  const expiresAt = refreshExpiry(now, token.sessionExpiresAt);
  await insertRefreshToken(tx, {
    id: call.newId(),
    sessionId: token.sessionId,
    tokenHash: successorHash,
    createdAt: now,
    expiresAt,
  });
  return {
    outcome: 'rotated',
    userId: token.userId,
    sessionId: token.sessionId,
    refresh: { token: successor, expiresAt },
  };
}

/** Each refresh leaves a row; counted in the database, so that many servers count together. */
async function refuseTooMany(tx: Tx, sessionId: string, now: Date): Promise<void> {
  const since = new Date(now.getTime() - 60_000);
  if ((await countRefreshTokens(tx, sessionId, since)) < REFRESHES_PER_MINUTE) return;
  throw new Failure('RATE_LIMITED', {
    detail: 'This session was refreshed too often. Use each access token until it expires.',
    details: { retryAfterSeconds: 60 },
  });
}
