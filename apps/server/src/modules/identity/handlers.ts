import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import type { Identity } from './identity.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { toMe } from './present.ts';
import { refresh } from './refresh.ts';
import { setUp } from './setup.ts';

export function authHandlers(identity: Identity): Handlers<typeof contract.auth> {
  return {
    setup: (call, input) => setUp(identity, call, input),
    login: (call, input) => login(identity, call, input),
    refresh: (call, input) => refresh(identity, call, input),
    logout: async (call) => {
      const done = await logout(call);
      identity.authority.forget();
      return done;
    },
    me: async (call) => toMe(call.actor),
  };
}
