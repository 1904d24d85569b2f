import { startOfBusinessDay } from '../organization/index.ts';
import type { ReportStore } from './report-stores.repo.ts';

/** When a business day begins in each of some stores, by their clocks as they are set now. */
export function startsOf(stores: readonly ReportStore[], date: string): Date[] {
  return stores.map(({ timeZone, cutoffHour }) => startOfBusinessDay(date, timeZone, cutoffHour));
}
