import newman, { type Summary } from 'newman';
import type { Collection } from './postman.ts';

/** An assertion of a run. */
export interface Asserted {
  readonly request: string;
  readonly assertion: string;
  /** Why it failed; undefined where it holds. */
  readonly failure: string | undefined;
}

export interface Run {
  readonly asserted: readonly Asserted[];
  /** Requests that had no answer, and scripts that broke. */
  readonly broken: readonly string[];
}

export interface RunOptions {
  readonly baseUrl: string;
  readonly setupToken: string;
  /** In the place of what the collection sets. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Where to write the report. Default: nowhere. */
  readonly report?: string;
}

/** Sends the requests of a collection one after the other, by Newman. */
export function runCollection(collection: Collection, options: RunOptions): Promise<Run> {
  const { baseUrl, setupToken, variables, report } = options;
  return new Promise((resolve, reject) => {
    const settings = {
      collection,
      envVar: Object.entries({ baseUrl, setupToken, ...variables }).map(([key, value]) => ({ key, value })),
      ...(report !== undefined && {
        reporters: ['htmlextra'],
        reporter: { htmlextra: { export: report, title: 'Cashwrap', skipSensitiveData: true } },
      }),
    };
    newman.run(settings, (error, summary) => {
      if (error) reject(error);
      else resolve(runOf(summary));
    });
  });
}

function runOf({ run }: Summary): Run {
  return {
    asserted: run.executions.flatMap(({ item, assertions = [] }) =>
      assertions.map(({ assertion, error }) => ({
        ...{ request: item.name, assertion, failure: error?.message },
      })),
    ),
    broken: run.failures
      .filter(({ error }) => error.test === undefined)
      .map(({ source, error }) => `${source?.name}: ${error.name}: ${error.message}`),
  };
}
