import { createHash, createHmac, randomBytes } from 'node:crypto';

/** The first refresh token of a session: 256 random bits. */
export function newRefreshToken(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * The token that replaces a refresh token. It follows from the old one and the server's secret, so that a
 * rotation whose answer was lost gives the same successor again, not a second one.
 */
export function successorOf(refreshToken: string, pepper: Buffer): string {
  return createHmac('sha256', pepper).update('refresh-successor:').update(refreshToken).digest('base64url');
}

/** What is stored of a refresh token. */
export function hashRefreshToken(refreshToken: string): string {
  return createHash('sha256').update(refreshToken).digest('hex');
}
