import { createHash, timingSafeEqual } from 'node:crypto';
import type { SetupInput, TokenPair } from '@cashwrap/contract';
import type { z } from 'zod';
import { Failure } from '../../procedure/failure.ts';
import type { StepsCall } from '../../procedure/handlers.ts';
import { currencyDigits, unknownCurrency } from '../currency/index.ts';
import { type Identity, issueTokens } from './identity.ts';
import { openSession } from './open-session.ts';
import { hashPassword } from './passwords.ts';
import { advanceAuthEpoch } from './sessions.repo.ts';
import { NEW_USER_FIELDS } from './user-rules.ts';
import { insertMerchant, insertRoleAssignment, insertUser } from './users.repo.ts';

/** Makes the merchant and its first owner, in an empty system, for whoever knows the setup token. */
export async function setUp(
  identity: Identity,
  call: StepsCall,
  input: z.output<typeof SetupInput>,
): Promise<TokenPair> {
  if (!isSetupToken(input.setupToken, identity.options.setupToken)) {
    throw new Failure('INVALID_SETUP_TOKEN', {
      detail: 'The setup token is not the SETUP_TOKEN that the server was started with.',
    });
  }
  if (currencyDigits(input.currency) === undefined) throw unknownCurrency('currency');
  const { username, name, password } = input.owner;
  const passwordHash = await hashPassword(password);
  const userId = call.newId();
  const { sessionId, refresh } = await call.transact(async (tx, audit) => {
    const createdAt = call.now;
    const merchant = { id: call.newId(), name: input.merchantName, currency: input.currency, createdAt };
    if (!(await insertMerchant(tx, merchant))) {
      throw new Failure('ALREADY_SET_UP', { detail: 'The system has an owner already: sign in instead.' });
    }
    if (!(await insertUser(tx, { id: userId, username, name, passwordHash, createdAt }))) {
      throw new Error('There are users without a merchant.');
    }
    await insertRoleAssignment(tx, { id: call.newId(), userId, role: 'owner', storeId: null, createdAt });
    await advanceAuthEpoch(tx);
    const session = await openSession(tx, call, { userId, registerId: null });
    const by = { storeId: null, actorId: userId, sessionId: session.sessionId };
    const { id, currency } = merchant;
    audit({ ...by, documentType: 'merchant', documentId: id, after: { name: merchant.name, currency } });
    const after = { roles: [{ role: 'owner', storeId: null }], changedFields: NEW_USER_FIELDS };
    audit({ ...by, documentType: 'user', documentId: userId, after });
    return session;
  });
  return issueTokens(identity, userId, sessionId, refresh);
}

function isSetupToken(given: string, expected: string | undefined): boolean {
  if (expected === undefined) return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
