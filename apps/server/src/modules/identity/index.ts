export { authHandlers } from './handlers.ts';
export { createIdentity, type Identity } from './identity.ts';
export { generateSigningKey, importSigningKeys, type PrivateJwk, type SigningKeys } from './signing-keys.ts';
