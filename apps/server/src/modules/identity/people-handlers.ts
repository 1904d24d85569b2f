import type { contract } from '@cashwrap/contract';
import { sessionOf } from '../../procedure/actor.ts';
import type { Handlers, SignedIn } from '../../procedure/handlers.ts';
import { createApiKey, getApiKey, listApiKeys, revokeApiKey } from './api-keys.ts';
import { createUser } from './create-user.ts';
import { deactivateUser } from './deactivate-user.ts';
import type { Identity } from './identity.ts';
import { reactivateUser } from './reactivate-user.ts';
import { getUser, listUsers } from './read-users.ts';
import { resetPassword } from './reset-password.ts';
import { resetPin } from './reset-pin.ts';
import { createRole, deleteRole, getRole, listPermissions, listRoles, updateRole } from './roles.ts';
import { updateUser } from './update-user.ts';

/**
 * Lets a person through and no API key: a key that made people or roles, or took over somebody's password, would
 * live on in them after it was revoked.
 */
function byPerson<C extends SignedIn, I, O>(
  handle: (call: C, input: I) => Promise<O>,
): (call: C, input: I) => Promise<O> {
  return async (call, input) => {
    sessionOf(call.actor);
    return handle(call, input);
  };
}

export function userHandlers(identity: Identity): Handlers<typeof contract.users> {
  return {
    list: listUsers,
    get: getUser,
    create: byPerson(createUser),
    update: byPerson((call, input) => updateUser(identity, call, input)),
    deactivate: byPerson((call, input) => deactivateUser(identity, call, input)),
    reactivate: byPerson(reactivateUser),
    resetPassword: byPerson((call, input) => resetPassword(identity, call, input)),
    resetPin: byPerson((call, input) => resetPin(identity, call, input)),
  };
}

export function roleHandlers(identity: Identity): Handlers<typeof contract.roles> {
  return {
    list: listRoles,
    get: getRole,
    create: byPerson(createRole),
    update: byPerson((call, input) => updateRole(identity, call, input)),
    delete: byPerson(deleteRole),
  };
}

export const permissionHandlers: Handlers<typeof contract.permissions> = {
  list: async () => listPermissions(),
};

export function apiKeyHandlers(identity: Identity): Handlers<typeof contract.apiKeys> {
  return {
    create: createApiKey,
    get: getApiKey,
    list: listApiKeys,
    revoke: (call, input) => revokeApiKey(identity, call, input),
  };
}
