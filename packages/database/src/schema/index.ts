export * from './catalog.ts';
export * from './identity.ts';
export * from './inventory.ts';
export * from './organization.ts';
export * from './platform.ts';
export * from './sales.ts';
export * from './staff.ts';
