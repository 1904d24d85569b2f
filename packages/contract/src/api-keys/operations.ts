import { inStore, merchant, mutation, query } from '../operation.ts';
import { ById } from '../shared/ids.ts';
import { page } from '../shared/page.ts';
import { ApiKey, CreateApiKeyInput, CreatedApiKey, ListApiKeysInput } from './schemas.ts';

export const apiKeys = {
  create: mutation({
    rest: { method: 'POST', path: '/api-keys', creates: '/api-keys/{id}' },
    permission: 'api_keys.manage',
    scope: merchant,
    summary: 'Make an API key, of permissions that you hold; its secret is shown this once',
    input: CreateApiKeyInput,
    output: CreatedApiKey,
    errors: ['INVALID_REFERENCE', 'PERMISSION_NOT_HELD'],
    idempotency: 'none',
  }),
  get: query({
    rest: { method: 'GET', path: '/api-keys/{id}' },
    permission: 'api_keys.manage',
    scope: inStore(),
    summary: 'Get an API key, without its secret',
    input: ById,
    output: ApiKey,
    errors: ['NOT_FOUND'],
  }),
  list: query({
    rest: { method: 'GET', path: '/api-keys' },
    permission: 'api_keys.manage',
    scope: inStore(),
    summary: 'List API keys',
    description: 'Those that may act in a store where you hold the permission.',
    input: ListApiKeysInput,
    output: page(ApiKey),
    errors: ['INVALID_CURSOR'],
  }),
  revoke: mutation({
    rest: { method: 'POST', path: '/api-keys/{id}/revoke' },
    permission: 'api_keys.manage',
    scope: merchant,
    summary: 'Revoke an API key: it is refused at once',
    input: ById,
    output: ApiKey,
    errors: ['NOT_FOUND'],
  }),
};
