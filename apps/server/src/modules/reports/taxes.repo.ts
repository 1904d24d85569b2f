import { groupedFigures } from './grouped-figures.repo.ts';
import { everyGrouping } from './groupings.repo.ts';
import { figuresOf } from './rollups/figures.repo.ts';

const groupings = {
  ...everyGrouping,
  /** A rate, as it was called and how high it was. */
  tax_rate: {
    key: 'json_build_array(f.tax_rate_id, f.name, f.percentage)::text',
    name: 'g.key::json->>1',
  },
};

const read = (name: keyof typeof groupings) =>
  groupedFigures(`report_taxes_${name}`, {
    from: figuresOf('rollup_taxes'),
    grouping: groupings[name],
    sums: {
      base: 'f.base',
      amount: 'f.amount',
      exempted: 'f.exempted',
      returnedBase: 'f.returned_base',
      returnedAmount: 'f.returned_amount',
    },
    main: 'g.amount - g."returnedAmount"',
  });

/** What taxes came to, by what they are grouped by. */
export const readTaxes = {
  tax_rate: read('tax_rate'),
  day: read('day'),
  week: read('week'),
  month: read('month'),
  store: read('store'),
};
