import { z } from 'zod';
import { inStore, merchant, mutation, query } from '../operation.ts';
import { NoInput } from '../shared/empty.ts';
import { Id } from '../shared/ids.ts';
import { page } from '../shared/page.ts';
import {
  ListSettingsChangesInput,
  MerchantSettings,
  SettingsChange,
  StoreSettings,
  UpdateMerchantSettingsInput,
  UpdateStoreSettingsInput,
} from './schemas.ts';

export const settings = {
  get: query({
    rest: { method: 'GET', path: '/settings', conditional: true },
    permission: 'settings.read',
    scope: merchant,
    summary: 'How the whole business is run',
    input: NoInput,
    output: MerchantSettings,
  }),
  update: mutation({
    rest: { method: 'PATCH', path: '/settings' },
    permission: 'settings.manage',
    scope: merchant,
    summary: 'Change how the whole business is run',
    input: UpdateMerchantSettingsInput,
    output: MerchantSettings,
    errors: ['CONFLICT', 'INVALID_REFERENCE', 'PERMISSION_NOT_HELD'],
  }),
  getStore: query({
    rest: { method: 'GET', path: '/settings/stores/{storeId}', conditional: true },
    permission: 'settings.read',
    scope: inStore(),
    summary: 'How a store is run',
    input: z.strictObject({ storeId: Id }),
    output: StoreSettings,
    errors: ['NOT_FOUND'],
  }),
  updateStore: mutation({
    rest: { method: 'PATCH', path: '/settings/stores/{storeId}' },
    permission: 'settings.manage',
    scope: inStore(),
    summary: 'Change how a store is run',
    description: 'Sales keep the settings with which they were priced.',
    input: UpdateStoreSettingsInput,
    output: StoreSettings,
    errors: ['NOT_FOUND', 'CONFLICT', 'ALREADY_EXISTS'],
  }),
  history: query({
    rest: { method: 'GET', path: '/settings/history' },
    permission: 'settings.read',
    scope: inStore(),
    summary: 'List what was changed in the settings, when and by whom',
    description: 'Of the whole business, or of the store that is named.',
    input: ListSettingsChangesInput,
    output: page(SettingsChange),
    errors: ['NOT_FOUND', 'INVALID_CURSOR'],
  }),
};
