import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { readCustomersReport } from './customers.ts';
import { readDashboard } from './dashboard.ts';
import { readDiscountsReport } from './discounts.ts';
import { readEmployeesReport } from './employees.ts';
import { readInventoryValuation } from './inventory-valuation.ts';
import { readLowStock } from './low-stock.ts';
import { readLoyalty } from './loyalty.ts';
import { readPaymentsReport } from './payments.ts';
import { readProfitAndLoss } from './profit-and-loss.ts';
import { readRefundsReport } from './refunds.ts';
import { readSalesSummary } from './sales-summary.ts';
import { readShifts } from './shifts.ts';
import { readStockLevels } from './stock-levels.ts';
import { readStockTurnover } from './stock-turnover.ts';
import { readTaxesReport } from './taxes.ts';
import { readTopProducts } from './top-products.ts';

/** What implements the reports, each by its own file. */
export const reportHandlers: Handlers<typeof contract.reports> = {
  salesSummary: readSalesSummary,
  topProducts: readTopProducts,
  payments: readPaymentsReport,
  taxes: readTaxesReport,
  discounts: readDiscountsReport,
  refunds: readRefundsReport,
  profitAndLoss: readProfitAndLoss,
  inventoryValuation: readInventoryValuation,
  stockLevels: readStockLevels,
  lowStock: readLowStock,
  stockTurnover: readStockTurnover,
  customers: readCustomersReport,
  loyalty: readLoyalty,
  employees: readEmployeesReport,
  shifts: readShifts,
  dashboard: readDashboard,
};
