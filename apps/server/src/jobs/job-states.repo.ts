import { type Reader, readStatement } from '@cashwrap/database';

/** How a job does in the whole fleet, as the queue tells it. */
export type JobState = {
  readonly name: string;
  /** Null: none that is still known; the queue forgets its jobs after hours. */
  readonly lastSuccessAt: Date | null;
  /** Whether its last run failed. */
  readonly failing: boolean;
};

// What failed and is to be tried again has not ended: it is in the state "retry", or "active" for another time.
const states = readStatement<JobState, readonly [names: readonly string[]]>(
  'job_states',
  `SELECT name, "lastSuccessAt", again OR coalesce("lastFailureAt" > "lastSuccessAt", "lastFailureAt" IS NOT NULL) AS failing
   FROM (
     SELECT name, max(completed_on) FILTER (WHERE state = 'completed') AS "lastSuccessAt",
       max(completed_on) FILTER (WHERE state = 'failed') AS "lastFailureAt",
       bool_or(state = 'retry' OR state = 'active' AND retry_count > 0) AS again
     FROM pgboss.job WHERE name = ANY ($1) GROUP BY name
   ) job ORDER BY name`,
);

/** The jobs of these names that the queue knows of. */
export async function findJobStates(db: Reader, names: readonly string[]): Promise<JobState[]> {
  const { rows } = await states(db, [names]);
  return rows;
}
