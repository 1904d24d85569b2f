import { dashboardReport } from './dashboard.ts';
import { peopleReports } from './people.ts';
import { salesReports } from './sales.ts';
import { stockReports } from './stock.ts';

export const reports = { ...salesReports, ...stockReports, ...peopleReports, ...dashboardReport };
