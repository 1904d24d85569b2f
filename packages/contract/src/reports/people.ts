import { z } from 'zod';
import {
  count,
  countOrNone,
  currencyColumns,
  dateOrNone,
  flag,
  instant,
  instantOrNone,
  money,
  moneyOrNone,
  ratio,
  text,
  textOrNone,
  word,
} from './columns.ts';
import { compareField, formatFields, inPeriod, periodFields, report, withCompared } from './report.ts';

const comparable = { ...periodFields, ...compareField, ...formatFields };

export const CustomersReportInput = inPeriod(z.strictObject(comparable));
export type CustomersReportInput = z.infer<typeof CustomersReportInput>;

export const LoyaltyReportInput = inPeriod(z.strictObject(comparable));
export type LoyaltyReportInput = z.infer<typeof LoyaltyReportInput>;

export const EmployeesReportInput = inPeriod(z.strictObject(comparable));
export type EmployeesReportInput = z.infer<typeof EmployeesReportInput>;

export const ShiftsReportInput = inPeriod(z.strictObject({ ...periodFields, ...formatFields }));
export type ShiftsReportInput = z.infer<typeof ShiftsReportInput>;

const points = {
  earned: count('Points that sales earned.'),
  redeemed: count('Points that paid or became rewards: above 0.'),
  clawedBack: count('Points that returns took back: above 0.'),
  restored: count('Points that returns gave back.'),
  adjusted: count('Points given and taken by hand, signed.'),
  expired: count('Points that went by their age: above 0.'),
  forfeited: count('Points that went with customers who were erased: above 0.'),
};

const employeeFigures = {
  saleCount: count('Sales rung up.'),
  gross: money('Σ gross of them.'),
  discounts: money('Σ discounts given.'),
  discountShare: ratio('discounts ÷ gross × 100, with two decimals.'),
  sold: money('Σ net of them.'),
  averageSale: moneyOrNone('sold ÷ saleCount, rounded half away from zero.'),
  returnCount: count('Returns taken, voids among them, whoever had sold the goods.'),
  voidCount: count('Voids.'),
  returned: money('Σ net of the returns.'),
  net: money('sold − returned.'),
  tips: money('Σ tips − Σ tips given back.'),
  hoursWorked: ratio(
    'Hours on timecards that began in the period and are closed, without breaks, with two decimals; null where there is none.',
  ),
  salesPerHour: moneyOrNone('sold ÷ the time worked, rounded half away from zero; null where there is none.'),
};

/** Who bought, who sold. */
export const peopleReports = {
  customers: report({
    id: 'CustomersReport',
    path: 'customers',
    permission: 'reports.read',
    summary: 'Read who has bought, how much, and who is new',
    description:
      'A row for each customer with a sale or return in the period, those with the most net first; who was merged stands with whom they ' +
      'became. isNew: their first sale of all is within the period. Σ net and the sales without a customer = Σ net of the sales ' +
      'summary. Names are null without the permission customers.read, and of erased customers.',
    input: CustomersReportInput,
    row: {
      customerId: text('The customer.'),
      name: textOrNone('As they are called now.'),
      isNew: flag('Whether their first sale of all is within the period.'),
      firstSaleOn: dateOrNone('The business day of their first sale of all, in any store.'),
      lastSaleOn: dateOrNone('The last one within the period.'),
      ...currencyColumns,
      ...withCompared({
        saleCount: count('Their sales.'),
        returnCount: count('Their returns.'),
        sold: money('Σ net of their sales.'),
        returned: money('Σ net of their returns.'),
        net: money('sold − returned.'),
        averageSale: moneyOrNone('sold ÷ saleCount, rounded half away from zero; null without sales.'),
      }),
    },
    totals: withCompared({
      customerCount: count('Customers with a sale in the period.'),
      newCount: count('Those of them whose first sale of all is within it.'),
      returningCount: count('customerCount − newCount.'),
      saleCount: count('Sales with a customer.'),
      anonymousSaleCount: count('Sales without one.'),
      net: money('Σ net of customers.'),
      anonymousNet: money('Σ net of sales and returns without one.'),
    }),
  }),
  loyalty: report({
    id: 'LoyaltyReport',
    path: 'loyalty',
    permission: 'reports.read',
    summary: 'Read the points that came and went, by programme',
    description:
      'By the entries of points recorded in the period: from the beginning of the first business day to the end of the last, by the clock of the ' +
      'store of the entry, and of UTC where it has none (expiries and corrections: they are in no report of single stores). opening + ' +
      'earned − redeemed − clawedBack + restored + adjusted − expired − forfeited = closing, where no store is asked for.',
    input: LoyaltyReportInput,
    row: {
      programId: text('The loyalty programme.'),
      name: text('As it is called now.'),
      ...currencyColumns,
      ...withCompared({
        ...points,
        opening: countOrNone('Points out when the period began; null for single stores.'),
        closing: countOrNone('Points out when it ended, or now; null for single stores.'),
        memberCount: count(
          'Members now, of all stores: without those who were erased, or merged into others.',
        ),
        newMembers: count('Those of them who joined in the period, by the clock of UTC.'),
        activeMembers: count(
          'Members whose points moved by sales or returns in the period; who was merged counts as whom they became.',
        ),
      }),
    },
    totals: withCompared(points),
  }),
  employees: report({
    id: 'EmployeesReport',
    path: 'employees',
    permission: 'reports.read',
    summary: 'Read what each employee has sold, discounted and taken back',
    description:
      'Sales count for who rang them up, returns and voids for who took them. Σ net = Σ net of the sales summary. salesPerHour = sold ÷ ' +
      'hoursWorked. Who was at work and sold nothing is there, too. Timecards count where and on the business day on which they ' +
      'began, by the clock of the store now.',
    input: EmployeesReportInput,
    row: {
      userId: textOrNone('Who it is; null for a staff record without a user.'),
      employeeId: textOrNone('Their staff record, where they have one.'),
      name: text('As they are called now.'),
      ...currencyColumns,
      ...withCompared(employeeFigures),
    },
    totals: withCompared(employeeFigures),
  }),
  shifts: report({
    id: 'ShiftsReport',
    path: 'shifts',
    permission: 'reports.read',
    summary: 'Read the shifts with what was counted, and by how much it differed',
    description:
      'Shifts that were opened on these business days. The figures of closed ones are those of their Z reports: turnover = total − returns + ' +
      'late sales; expectedCash = float + takings − refunds + paid in − paid out − drops; variance = countedCash − expectedCash. Open ' +
      'ones have none yet.',
    input: ShiftsReportInput,
    row: {
      shiftId: text('The shift.'),
      storeId: text('Its store.'),
      storeName: text('Its name.'),
      registerId: text('Its register.'),
      registerName: text('Its name.'),
      status: word(['open', 'closed'], 'Whether it is closed.'),
      zNumber: countOrNone('The number of its Z report; null while it is open.'),
      businessDate: text('The business day on which it was opened.'),
      openedBy: text('Who opened it.'),
      openedByName: text('As they are called now.'),
      openedAt: instant('When.'),
      closedBy: textOrNone('Who closed it; null while it is open.'),
      closedByName: textOrNone('As they are called now.'),
      closedAt: instantOrNone('When.'),
      forced: flag('Whether somebody else closed it because it was forgotten.'),
      reason: textOrNone('Why the cash differed, or why it was forced.'),
      ...currencyColumns,
      saleCount: countOrNone('Sales of the shift.'),
      total: moneyOrNone('What they came to.'),
      returns: moneyOrNone('What returns came to: above 0.'),
      lateTotal: moneyOrNone('What late sales of offline tills came to.'),
      turnover: moneyOrNone('total − returns + lateTotal.'),
      expectedCash: moneyOrNone('What should have been in the drawer.'),
      countedCash: moneyOrNone('What was; null where nobody counted it.'),
      variance: moneyOrNone('countedCash − expectedCash.'),
    },
    totals: {
      shiftCount: count('Shifts.'),
      openCount: count('Those that are open.'),
      saleCount: count('Sales of closed ones.'),
      total: money('Σ total of closed ones.'),
      returns: money('Σ returns of closed ones.'),
      lateTotal: money('Σ late sales of closed ones.'),
      turnover: money('Σ turnover of closed ones.'),
      variance: money('Σ variance of those that were counted.'),
      varianceCount: count('Those whose cash differed.'),
    },
  }),
};
