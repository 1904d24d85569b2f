/** A history cannot be generated, and why: nothing was written. */
export class HistoryRefusal extends Error {
  override readonly name = 'HistoryRefusal';
}
