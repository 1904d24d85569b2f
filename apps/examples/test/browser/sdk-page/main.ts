import { createCashwrap, isCashwrapError, webStorage } from '@cashwrap/sdk';

const exposed = { createCashwrap, isCashwrapError, webStorage };

/** What the tests find in the page as `sdk`. */
export type Sdk = typeof exposed;

Object.assign(globalThis, { sdk: exposed });
