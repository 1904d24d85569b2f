export { reportHandlers } from './handlers.ts';
export { DIRTY_DAYS } from './rollups/figures.repo.ts';
export { type RebuildListener, rebuildRollups } from './rollups/rebuild-rollups.ts';
export { refreshRollups } from './rollups/refresh-rollups.ts';
export {
  figureNames,
  keysOf,
  type Rollup,
  type RollupTable,
  rollups,
  rowsOfDays,
} from './rollups/rollups.repo.ts';
