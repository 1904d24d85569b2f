import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
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

export function userHandlers(identity: Identity): Handlers<typeof contract.users> {
  return {
    list: listUsers,
    get: getUser,
    create: createUser,
    update: (call, input) => updateUser(identity, call, input),
    deactivate: (call, input) => deactivateUser(identity, call, input),
    reactivate: reactivateUser,
    resetPassword: (call, input) => resetPassword(identity, call, input),
    resetPin: (call, input) => resetPin(identity, call, input),
  };
}

export function roleHandlers(identity: Identity): Handlers<typeof contract.roles> {
  return {
    list: listRoles,
    get: getRole,
    create: createRole,
    update: (call, input) => updateRole(identity, call, input),
    delete: deleteRole,
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
