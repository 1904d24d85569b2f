import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { getMerchantSettings, updateMerchantSettings } from './merchant-settings.ts';
import { listSettingsHistory } from './settings-history.ts';
import { getStoreSettings, updateStoreSettings } from './store-settings.ts';

export const settingsHandlers: Handlers<typeof contract.settings> = {
  get: getMerchantSettings,
  update: updateMerchantSettings,
  getStore: getStoreSettings,
  updateStore: updateStoreSettings,
  history: listSettingsHistory,
};
