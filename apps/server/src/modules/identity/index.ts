export { approvalHandlers } from './approval-handlers.ts';
export { forgetQuestions } from './approval-requests.ts';
export { findPermissionsOf } from './approve.repo.ts';
export type { Guard } from './attempts.repo.ts';
export { attempt, countWrong, findLockout, forgetAttempts } from './attempts.ts';
export { permissionsOf, refuseBeyond } from './grants.ts';
export { authHandlers } from './handlers.ts';
export { createIdentity, type Identity } from './identity.ts';
export { endSessionsAtRegister } from './own-sessions.ts';
export { hashPassword, passwordMatches } from './passwords.ts';
export {
  apiKeyHandlers,
  permissionHandlers,
  roleHandlers,
  userHandlers,
} from './people-handlers.ts';
export { hashPin } from './pins.ts';
export { refuseSuperior } from './power-over-people.ts';
export { hashRegisterToken, newRegisterToken } from './register-tokens.ts';
export { resetPasswordByCommand } from './reset-password-by-command.ts';
export { advanceAuthEpoch } from './sessions.repo.ts';
export { generateSigningKey, importSigningKeys, type PrivateJwk, type SigningKeys } from './signing-keys.ts';
export { NEW_USER_FIELDS } from './user-rules.ts';
export { findUser, findVisibleUser, insertMerchant, insertRoleAssignment, insertUser } from './users.repo.ts';
