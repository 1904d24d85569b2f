/**
 * What a query with `rest.download` answers: a file that is made while it is read, so that its size costs no memory.
 * REST writes it out piece by piece; tRPC, whose answers are whole, gathers it up to the bound of the operation.
 */
export class Download {
  readonly fileName: string;
  readonly chunks: AsyncIterable<string>;

  constructor(fileName: string, chunks: AsyncIterable<string>) {
    this.fileName = fileName;
    this.chunks = chunks;
  }
}
