/** A Postman collection, version 2.1, as far as it is used here. */
export interface Collection {
  readonly info: { readonly name: string; readonly description: string; readonly schema: string };
  readonly auth: Auth;
  readonly variable: readonly Field[];
  readonly item: readonly Folder[];
}

export interface Folder {
  readonly name: string;
  readonly description?: string;
  readonly item: readonly (Folder | Item)[];
}

export interface Item {
  readonly name: string;
  readonly event?: readonly Event[];
  readonly request: Request;
}

export interface Event {
  readonly listen: 'prerequest' | 'test';
  readonly script: { readonly type: 'text/javascript'; readonly exec: readonly string[] };
}

export interface Request {
  readonly method: string;
  readonly description?: string;
  readonly auth?: Auth;
  readonly header: readonly Field[];
  readonly url: Url;
  readonly body?: {
    readonly mode: 'raw';
    readonly raw: string;
    readonly options: { readonly raw: { readonly language: 'json' } };
  };
}

export interface Url {
  readonly raw: string;
  readonly host: readonly string[];
  readonly path: readonly string[];
  readonly query?: readonly Field[];
  readonly variable?: readonly Field[];
}

export interface Field {
  readonly key: string;
  readonly value: string;
  readonly description?: string;
  readonly disabled?: boolean;
}

export type Auth =
  | { readonly type: 'noauth' }
  | {
      readonly type: 'bearer';
      readonly bearer: readonly [{ readonly key: 'token'; readonly value: string }];
    };
