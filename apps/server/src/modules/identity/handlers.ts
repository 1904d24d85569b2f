import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { changePassword } from './change-password.ts';
import type { Identity } from './identity.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { listOwnSessions, logoutEverywhere, revokeSessionById } from './own-sessions.ts';
import { pinLogin } from './pin-login.ts';
import { toMe } from './present.ts';
import { refresh } from './refresh.ts';
import { register } from './register.ts';
import { setPin } from './set-pin.ts';
import { setUp } from './setup.ts';

export function authHandlers(identity: Identity): Handlers<typeof contract.auth> {
  /** What ends sessions is felt by this server at once, by others within a second. */
  const thenForget = async <T>(done: Promise<T>): Promise<T> => {
    const result = await done;
    identity.authority.forget();
    return result;
  };
  return {
    setup: (call, input) => setUp(identity, call, input),
    register: (call, input) => register(identity, call, input),
    login: (call, input) => login(identity, call, input),
    pinLogin: (call, input) => pinLogin(identity, call, input),
    refresh: (call, input) => refresh(identity, call, input),
    logout: (call) => thenForget(logout(call)),
    logoutEverywhere: (call) => thenForget(logoutEverywhere(call)),
    changePassword: (call, input) => changePassword(identity, call, input),
    setPin: (call, input) => setPin(identity, call, input),
    sessions: {
      list: listOwnSessions,
      revoke: (call, input) => thenForget(revokeSessionById(call, input)),
    },
    me: async (call) => toMe(call.actor),
  };
}
