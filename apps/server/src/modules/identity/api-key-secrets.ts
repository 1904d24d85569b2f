import { createHash, randomBytes } from 'node:crypto';

/** How every API key begins: to tell it from an access token, and to find one that leaked. */
const PREFIX = 'cw_';
const SHOWN_CHARACTERS = PREFIX.length + 4;

/** A new API key: 256 random bits. */
export function newApiKey(): string {
  return PREFIX + randomBytes(32).toString('base64url');
}

export function isApiKey(token: string): boolean {
  return token.startsWith(PREFIX);
}

/** How a key begins: enough to recognise it, not to use it. */
export function prefixOf(key: string): string {
  return key.slice(0, SHOWN_CHARACTERS);
}

/** What is stored of an API key. */
export function hashApiKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
