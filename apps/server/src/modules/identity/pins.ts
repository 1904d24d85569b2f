import { createHmac } from 'node:crypto';
import { hashPassword, passwordMatches } from './passwords.ts';

/** argon2id over the PIN with the pepper: a few digits alone would be guessed from a stolen database. */
export function hashPin(pin: string, userId: string, pepper: Buffer): Promise<string> {
  return hashPassword(peppered(pin, userId, pepper));
}

/** False for a user that does not exist or has no PIN too, after as long a time. */
export function pinMatches(
  pin: string,
  user: { readonly id: string; readonly pinHash: string | null } | undefined,
  pepper: Buffer,
): Promise<boolean> {
  return passwordMatches(peppered(pin, user?.id ?? '', pepper), user?.pinHash);
}

/** Whether a PIN is among the first that anybody tries: one digit throughout, or digits that count up or down. */
export function isTrivialPin(pin: string): boolean {
  const steps = new Set([...pin].slice(1).map((digit, at) => Number(digit) - Number(pin[at])));
  const [step = 0] = steps;
  return steps.size <= 1 && Math.abs(step) <= 1;
}

/** With the user in it, so that a hash that is moved to another row is worth nothing there. */
function peppered(pin: string, userId: string, pepper: Buffer): string {
  return createHmac('sha256', pepper).update(`pin:${userId}:${pin}`).digest('base64url');
}
