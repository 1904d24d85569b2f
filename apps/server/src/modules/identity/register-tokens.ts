import { createHash, randomBytes } from 'node:crypto';

/** The proof that a device is a register: 256 random bits. */
export function newRegisterToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of it: 256 random bits need no salt. */
export function hashRegisterToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
