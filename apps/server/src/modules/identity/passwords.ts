import { hash, verify } from '@node-rs/argon2';

/** The library's `Algorithm.Argon2id`: a const enum, which cannot be imported as a value. */
const ARGON2ID = 2;

/** OWASP's first recommendation for argon2id: 19 MiB, two passes, one lane. About 15 ms. */
const PARAMETERS = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password, PARAMETERS);
}

/** A hash of no password: checking against it takes as long as for a real user. */
const NOBODY = hashPassword('nobody has this password');

/** False for a user that does not exist or has no password too, after as long a time: the answer must not tell which. */
export async function passwordMatches(
  password: string,
  passwordHash: string | null | undefined,
): Promise<boolean> {
  const matches = await verify(passwordHash ?? (await NOBODY), password);
  return matches && passwordHash != null;
}
