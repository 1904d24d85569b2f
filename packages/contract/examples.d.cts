/** One example of each operation, by its dotted name. */
declare const examples: Readonly<Record<string, examples.Example>>;
declare namespace examples {
  /** What one call of an operation sent and got: recorded from a real server, with steady ids and times. */
  interface Example {
    readonly input: Readonly<Record<string, unknown>>;
    readonly output: unknown;
  }
}
export = examples;
