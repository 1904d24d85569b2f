import { groupedFigures } from './grouped-figures.repo.ts';
import { everyGrouping } from './groupings.repo.ts';
import { figuresOf } from './rollups/figures.repo.ts';

const groupings = {
  ...everyGrouping,
  /** A discount, as it was called; those of the till have no id. */
  discount: { key: `json_build_array(nullif(f.discount_id, ''), f.name)::text`, name: 'g.key::json->>1' },
};

const read = (name: keyof typeof groupings) =>
  groupedFigures(`report_discounts_${name}`, {
    from: figuresOf('rollup_discounts'),
    grouping: groupings[name],
    sums: { saleCount: 'f.sale_count', amount: 'f.amount' },
    main: 'g.amount',
  });

/** What discounts took off, by what they are grouped by. */
export const readDiscounts = {
  discount: read('discount'),
  day: read('day'),
  week: read('week'),
  month: read('month'),
  store: read('store'),
};
