export { customerLifecycleHandlers } from './handlers.ts';
