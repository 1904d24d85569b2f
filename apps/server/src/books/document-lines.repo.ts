/** What a row holds as a list, such as taxes, added up. */
export const sumOf = (list: string, figure = 'amount') =>
  `(SELECT coalesce(sum((each->>'${figure}')::numeric), 0) FROM jsonb_array_elements(${list}) each)`;

/** A document that keeps a list, such as taxes, over all of its lines, each of which keeps its own. */
interface SummedList {
  /** The table of the documents. */
  readonly documents: string;
  /** The table of their lines. */
  readonly lines: string;
  /** The column of the lines that names their document. */
  readonly key: string;
  /** The column of both that holds the list. */
  readonly list: string;
  /** What in the list says which are one. */
  readonly id: string;
  readonly figures: readonly string[];
}

/** The amounts of a list, by id, of the lines and of the document itself: what differs. */
export const listsDiffer = ({ documents, lines, key, list, id, figures }: SummedList) => {
  const sums = figures.map((figure) => `'${figure}', sum((each->>'${figure}')::numeric)`).join(', ');
  return `
    WITH of_lines AS (
      SELECT l.${key}, each->>'${id}' AS id, jsonb_build_object(${sums}) AS figures
      FROM ${lines} l, jsonb_array_elements(l.${list}) each GROUP BY 1, 2
    ), of_document AS (
      SELECT d.id AS ${key}, each->>'${id}' AS id, jsonb_build_object(${sums}) AS figures
      FROM ${documents} d, jsonb_array_elements(d.${list}) each GROUP BY 1, 2
    )
    SELECT ${key}, id AS "${id}", l.figures AS expected, d.figures AS found
    FROM of_lines l FULL JOIN of_document d USING (${key}, id)
    WHERE l.figures IS DISTINCT FROM d.figures`;
};
