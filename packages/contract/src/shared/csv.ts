import { z } from 'zod';

/** How large a file that is imported may be: room for 100,000 products with long descriptions. */
export const MAX_CSV_BYTES = 33_554_432;

/** How many characters of a file a JSON answer may hold; larger ones are read over REST. */
export const MAX_CSV_IN_JSON = 8_388_608;

/** How many errors of an import are listed; all of them are counted. */
export const MAX_IMPORT_ERRORS = 1000;

/** What every import takes beside what it is about. */
export const importFields = {
  csv: z.string().max(MAX_CSV_BYTES).meta({
    description: 'The file: a header row, then one row for each item.',
    example: 'sku\r\nCOF-250\r\n',
  }),
  dryRun: z.boolean().default(false).meta({ description: 'Checks everything and writes nothing.' }),
  onError: z.enum(['refuse', 'skip']).default('refuse').meta({
    description: 'Where rows are wrong: refuse the whole file, or leave those rows out.',
  }),
  delimiter: z
    .enum(['auto', ',', ';', '\t'])
    .default('auto')
    .meta({ description: 'Between the cells. auto: whichever the header row has.' }),
  decimalMark: z.enum(['auto', '.', ',']).default('auto').meta({
    description: 'In numbers. auto: a comma where the delimiter is a semicolon, else a point.',
  }),
};

/** How an import is sent: as JSON, or the file as it is with the other fields in the query. */
export const csvUpload = { field: 'csv', mediaType: 'text/csv', maxBytes: MAX_CSV_BYTES } as const;

/** How every export may be written. */
export const exportFields = {
  delimiter: z.enum([',', ';', '\t']).default(',').meta({ description: 'Between the cells.' }),
  decimalMark: z.enum(['.', ',']).default('.').meta({ description: 'In numbers.' }),
  bom: z.boolean().default(false).meta({
    description: 'Begins with a byte order mark, by which Excel knows UTF-8.',
  }),
};

/** A file that is answered as itself over REST, however large, and as JSON over tRPC. */
export const csvDownload = { mediaType: 'text/csv', maxLength: MAX_CSV_IN_JSON } as const;

/** What is wrong with one cell, or with one row, of a file. */
export const ImportRowError = z.object({
  row: z.int().meta({ description: 'The row as a spreadsheet numbers it: the header is row 1.' }),
  column: z.string().nullable().meta({ description: 'The name of the column; null: the row as a whole.' }),
  value: z.string().meta({ description: 'What the cell holds, cut to 100 characters.' }),
  message: z.string(),
});
export type ImportRowError = z.infer<typeof ImportRowError>;

/** What the rows of a file that are wrong have come to. */
export const importErrors = {
  errorCount: z.int(),
  errors: z
    .array(ImportRowError)
    .max(MAX_IMPORT_ERRORS)
    .meta({
      description: `The first ${MAX_IMPORT_ERRORS}, by row.`,
    }),
};

/** What an import came to; of a dry run, what it would have come to with the rows that are right. */
export const ImportResult = z
  .object({
    dryRun: z.boolean(),
    rows: z.int().meta({ description: 'The rows of the file, without its header and empty rows.' }),
    created: z.int(),
    updated: z.int(),
    unchanged: z.int().meta({ description: 'Rows that say what is so already: they were not touched.' }),
    skipped: z.int().meta({ description: 'Rows that are wrong.' }),
    ...importErrors,
  })
  .meta({ id: 'ImportResult' });
export type ImportResult = z.infer<typeof ImportResult>;

/** A file as JSON has it. Over REST the content itself is answered. */
export const CsvFile = z.object({
  mediaType: z.literal('text/csv; charset=utf-8'),
  fileName: z.string(),
  content: z.string(),
});
export type CsvFile = z.infer<typeof CsvFile>;

/** The errors of every import. */
export const importErrorCodes = ['CSV_MALFORMED', 'IMPORT_REFUSED', 'IMPORT_IN_PROGRESS'] as const;
