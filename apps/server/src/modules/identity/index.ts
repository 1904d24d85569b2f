export { permissionsOf } from './authority.ts';
export { authHandlers } from './handlers.ts';
export { createIdentity, type Identity } from './identity.ts';
export { hashPassword, passwordMatches } from './passwords.ts';
export { advanceAuthEpoch } from './sessions.repo.ts';
export { generateSigningKey, importSigningKeys, type PrivateJwk, type SigningKeys } from './signing-keys.ts';
export { insertMerchant, insertRoleAssignment, insertUser } from './users.repo.ts';
