/** What is used of Newman, which comes without types. */
declare module 'newman' {
  export interface Summary {
    readonly run: {
      readonly executions: readonly {
        readonly item: { readonly name: string };
        readonly assertions?: readonly { readonly assertion: string; readonly error?: Error }[];
      }[];
      readonly failures: readonly {
        readonly source?: { readonly name: string };
        /** `test`: of an assertion. */
        readonly error: { readonly name: string; readonly message: string; readonly test?: string };
      }[];
    };
  }

  interface Options {
    readonly collection: object;
    /** They come before the variables of the collection. */
    readonly envVar: readonly { readonly key: string; readonly value: string }[];
    readonly reporters?: readonly string[];
    readonly reporter?: Readonly<Record<string, object>>;
  }

  const newman: {
    run(options: Options, done: (error: Error | null, summary: Summary) => void): void;
  };
  export default newman;
}
