import { mutation, query } from '../operation.ts';
import { NoContent, NoInput } from '../shared/empty.ts';
import { LoginInput, Me, RefreshInput, SetupInput, TokenPair } from './schemas.ts';

export const auth = {
  setup: mutation({
    rest: { method: 'POST', path: '/auth/setup', creates: '/auth/me' },
    permission: 'public',
    summary: 'Set up an empty system: the merchant and its first owner',
    input: SetupInput,
    output: TokenPair,
    errors: ['INVALID_SETUP_TOKEN', 'ALREADY_SET_UP'],
    idempotency: 'none',
    tx: 'steps',
  }),
  login: mutation({
    rest: { method: 'POST', path: '/auth/login' },
    permission: 'public',
    summary: 'Sign in with user name and password',
    input: LoginInput,
    output: TokenPair,
    errors: ['INVALID_CREDENTIALS'],
    idempotency: 'none',
    tx: 'steps',
  }),
  refresh: mutation({
    rest: { method: 'POST', path: '/auth/refresh' },
    permission: 'public',
    summary: 'Exchange a refresh token for a new pair of tokens',
    description:
      'Each refresh token works once. Using one again ends every session that came from the same sign-in, ' +
      'because somebody else may have it; only within a few seconds of its first use, when an answer may ' +
      'have been lost, it gives another pair.',
    input: RefreshInput,
    output: TokenPair,
    errors: ['INVALID_REFRESH_TOKEN'],
    idempotency: 'none',
    tx: 'steps',
  }),
  logout: mutation({
    rest: { method: 'POST', path: '/auth/logout' },
    permission: 'signed_in',
    summary: 'Sign out: end the session of the access token',
    input: NoInput,
    output: NoContent,
    idempotency: 'none',
  }),
  me: query({
    rest: { method: 'GET', path: '/auth/me' },
    permission: 'signed_in',
    summary: 'Who is signed in, with roles and permissions',
    input: NoInput,
    output: Me,
  }),
};
