/** V8's way to leave frames of a library out of a stack; other engines have the plain stack. */
type CaptureStackTrace = (target: object, below: (...args: never) => unknown) => void;

const captureStackTrace = (Error as { captureStackTrace?: CaptureStackTrace }).captureStackTrace;

/** Remembers the line that calls `method`: after a few awaits it is on no stack any more. */
export function captureCallSite(method: (...args: never) => unknown): Error {
  const site = new Error();
  captureStackTrace?.(site, method);
  return site;
}

const placed = new WeakSet<object>();

/** Lets the stack of an error begin where the caller called. */
export function placeAt(site: Error, error: unknown): unknown {
  // An error may be shared, as that of a refresh which many calls waited for: its first caller stays.
  if (!(error instanceof Error) || placed.has(error) || !site.stack) return error;
  placed.add(error);
  // V8 writes the name and message above the frames; others have the frames alone.
  const frames = site.stack.indexOf('\n    at ');
  error.stack = frames === -1 ? site.stack : `${error.name}: ${error.message}${site.stack.slice(frames)}`;
  return error;
}
