import { z } from 'zod';
import { inStore, query } from '../operation.ts';
import type { Permission } from '../permissions.ts';
import { CsvFile, csvDownload, exportFields } from '../shared/csv.ts';
import { Id } from '../shared/ids.ts';
import { CalendarDate, Timestamp } from '../shared/time.ts';
import { currencyColumns } from './columns.ts';

/** How far back and ahead reports look: as far as sales of offline tills whose clock was wrong. */
const EARLIEST = '1900-01-01';
const LATEST = '2099-12-31';
/** The longest period: ten years. */
const MAX_DAYS = 3653;
const DAY_MS = 86_400_000;

/** A business day that a report can be about. */
export const ReportDate = CalendarDate.refine((date) => date >= EARLIEST && date <= LATEST, {
  error: 'must be in the years 1900 to 2099',
}).meta({ description: 'A business day, YYYY-MM-DD, in the years 1900 to 2099.', example: '2026-11-22' });

/** Whose figures: a store, or all in which the caller may read them. */
export const storeField = {
  storeId: Id.optional().meta({ description: 'One store; left out: all in which you may see reports.' }),
};

/** Business days of the stores, both inclusive. */
export const periodFields = {
  from: ReportDate.meta({ description: 'The first business day.', example: '2026-11-01' }),
  to: ReportDate.meta({ description: 'The last business day.', example: '2026-11-30' }),
  ...storeField,
};

/** Refuses a period that ends before it begins, or is longer than ten years. */
export function inPeriod<S extends z.ZodObject<typeof periodFields>>(schema: S): S {
  return schema
    .refine(({ from, to }) => from <= to, { path: ['to'], error: 'must not be before from' })
    .refine(({ from, to }) => Date.parse(to) - Date.parse(from) < MAX_DAYS * DAY_MS, {
      path: ['to'],
      error: 'must be at most ten years after from',
    });
}

/** What a report is compared with. */
export const CompareTo = z.enum(['previous_period', 'last_year']);
export type CompareTo = z.infer<typeof CompareTo>;

export const compareField = {
  compareTo: CompareTo.optional().meta({
    description:
      'previous_period: as many days right before from. last_year: the same dates one year before (29 February: the 28th). ' +
      'Days, weeks and months stand beside those of the same place in the other period, all else beside itself; of last_year a day ' +
      'beside the same date, a week beside the one 52 weeks before.',
  }),
};

/** How the report is answered. */
export const formatFields = {
  format: z
    .enum(['json', 'csv'])
    .default('json')
    .meta({ description: 'csv: every row, as a file, with amounts in units of their currency.' }),
  limit: z
    .int()
    .min(1)
    .max(10_000)
    .default(1000)
    .meta({ description: 'How many rows JSON has at the most; rowCount tells how many there are.' }),
  ...exportFields,
};

/** The same report as a file. */
export const CsvReport = CsvFile.extend({ format: z.literal('csv') }).meta({ id: 'CsvReport' });
export type CsvReport = z.infer<typeof CsvReport>;

/** The other period. */
const ComparedWith = z.object({ from: CalendarDate, to: CalendarDate });

/** Figures, and beside them the same of the other period, where one is compared with. */
export function withCompared<F extends z.ZodRawShape>(figures: F) {
  return {
    ...figures,
    compared: z.object(figures).nullable().meta({
      description:
        'The same of the other period; null where none is asked for, or nothing stands beside it there.',
    }),
  };
}

interface ReportDefinition<
  P extends Permission,
  I extends z.ZodObject,
  R extends z.ZodRawShape,
  T extends z.ZodRawShape,
> {
  /** Of its schema in the OpenAPI document. */
  readonly id: string;
  /** Below `/reports`. */
  readonly path: string;
  readonly permission: P;
  readonly summary: string;
  /** What it counts, by which formulas, and what it agrees with. */
  readonly description: string;
  readonly input: I;
  /** What a row is about, and its figures. */
  readonly row: R;
  /** What all rows of a currency come to. */
  readonly totals: T;
}

/**
 * A report: JSON and a file from one definition. The columns of the file are those of a row, in their order, in snake_case; those of
 * the other period follow as `compared_…`.
 */
export function report<
  const P extends Permission,
  I extends z.ZodObject,
  R extends z.ZodRawShape,
  T extends z.ZodRawShape,
>({ id, path, permission, summary, description, input, row, totals }: ReportDefinition<P, I, R, T>) {
  const json = z
    .object({
      format: z.literal('json'),
      from: CalendarDate.nullable().meta({ description: 'Null: of now, or of the end of one day.' }),
      to: CalendarDate.nullable().meta({ description: 'Null: of now.' }),
      storeId: Id.nullable(),
      comparedWith: ComparedWith.nullable(),
      readAt: Timestamp.meta({ description: 'All figures are of this one moment.' }),
      rowCount: z.int().meta({ description: 'How many rows there are, also where rows has fewer.' }),
      rows: z.array(z.object(row).meta({ id: `${id}Row` })),
      totals: z.array(z.object({ ...currencyColumns, ...totals })).meta({
        description: 'Of all rows, one for each currency.',
      }),
    })
    .meta({ id });
  return query({
    rest: {
      method: 'GET',
      path: `/reports/${path}`,
      download: { ...csvDownload, beside: { format: 'csv', json } },
    },
    permission,
    scope: inStore(),
    summary,
    description,
    input,
    output: z.discriminatedUnion('format', [json, CsvReport]),
    errors: ['NOT_FOUND', 'EXPORT_TOO_LARGE'],
  });
}
