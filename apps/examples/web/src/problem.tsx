import { type AnyCashwrapError, isApiError } from '@cashwrap/sdk';

/** What went wrong, in words for whoever stands at the till. */
export function Problem({ error }: { error: AnyCashwrapError | null }) {
  if (!error) return null;
  return (
    <p role="alert" className="problem">
      {describe(error)}
    </p>
  );
}

/** An error of a call, as a sentence or two. */
export function describe(error: AnyCashwrapError): string {
  if (!isApiError(error)) return 'The server cannot be reached. Check the network, then try again.';
  switch (error.code) {
    case 'INVALID_CREDENTIALS':
      return 'The name or the password is wrong.';
    case 'INSUFFICIENT_STOCK':
      return error.details.lines
        .map(({ name, onHand }) => `There is not enough of ${name}: ${onHand} left.`)
        .join(' ');
    case 'PRICE_MISMATCH':
      return 'A price has changed meanwhile. Look at the new total, then take the payment again.';
    default:
      return error.detail;
  }
}
