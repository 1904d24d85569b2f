import type { Check, CheckedTable } from './check.ts';
import { TOLD } from './told-events.repo.ts';

/** What is done once with a document, by whom and where, and what it leaves. */
export interface Step {
  /** The documents and what was done with them, as the rule says it. */
  readonly name: string;
  readonly of: CheckedTable;
  /** Which of them it was done with. */
  readonly where: string;
  readonly actor: string;
  readonly store: string;
  /** Which audit rows tell of it. */
  readonly audit: string;
  /** Its outbox event, and the field of the payload that names the document. */
  readonly event?: { readonly type: string; readonly id: string; readonly payload: string };
}

/** Each document has one audit row of that step. */
const audited = ({ name, of, where, actor, store, audit }: Step): Check => ({
  name: `Each ${name} has one audit row, by whoever made it and in its store`,
  of,
  broken: `
    SELECT * FROM (
      SELECT document_id, a.id AS audit_id, d.told AS expected, a.told AS found
      FROM (
        SELECT id AS document_id, 1 AS nth, jsonb_build_object('actor', ${actor}, 'store', ${store}) AS told
        FROM ${of} WHERE ${where}
      ) d
      FULL JOIN (
        SELECT id, document_id, jsonb_build_object('actor', actor_id, 'store', store_id) AS told,
          row_number() OVER (PARTITION BY document_id ORDER BY id) AS nth
        FROM audit_log WHERE ${audit}
      ) a USING (document_id, nth)
    ) audit WHERE expected IS DISTINCT FROM found`,
});

/** Each document has one outbox event of that step. */
const announced = ({ name, of, where, store, event }: Step): Check[] =>
  event === undefined
    ? []
    : [
        {
          name: `Each ${name} has one outbox event, which tells of it as it is`,
          of,
          broken: `
            SELECT * FROM (
              SELECT document_id, o.id AS outbox_id, d.told AS expected, o.told AS found
              FROM (
                SELECT id::text AS document_id, 1 AS nth,
                  jsonb_build_object('store', ${store}, 'payload', jsonb_build_object(${event.payload})) AS told
                FROM ${of} WHERE ${where}
              ) d
              FULL JOIN (
                SELECT id, payload->>'${event.id}' AS document_id,
                  jsonb_build_object('store', store_id, 'payload', payload) AS told,
                  row_number() OVER (PARTITION BY payload->>'${event.id}' ORDER BY id) AS nth
                FROM ${TOLD} WHERE type = '${event.type}'
              ) o USING (document_id, nth)
            ) event WHERE expected IS DISTINCT FROM found`,
        },
      ];

/** Each document has one audit row and, where it is told, one outbox event of each step: invariants 15 and 16. */
export const tracesOf = (steps: readonly Step[]): Check[] => [
  ...steps.map(audited),
  ...steps.flatMap(announced),
];
