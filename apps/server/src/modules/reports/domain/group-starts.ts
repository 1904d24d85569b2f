import type { ProfitAndLossInput } from '@cashwrap/contract';
import { type Period, plusDays } from './period.ts';

/** The days of a period on which its groups begin, the first one always. */
export function groupStarts({ from, to }: Period, groupBy: ProfitAndLossInput['groupBy']): string[] {
  const starts = [from];
  for (let day = plusDays(from, 1); day <= to; day = plusDays(day, 1)) {
    if (begins(groupBy, day)) starts.push(day);
  }
  return starts;
}

function begins(groupBy: ProfitAndLossInput['groupBy'], day: string): boolean {
  switch (groupBy) {
    case 'day':
      return true;
    case 'week':
      return new Date(day).getUTCDay() === 1;
    case 'month':
      return day.endsWith('-01');
    case 'store':
    case 'total':
      return false;
  }
}
