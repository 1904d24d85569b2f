/** The tokens of a session, as they are kept and given back. */
export interface CashwrapTokens {
  /** Short-lived; sent with each call. */
  readonly accessToken: string;
  /** ISO 8601. Where it is known, the SDK refreshes shortly before it. */
  readonly accessTokenExpiresAt?: string | undefined;
  /** Exchanges for new tokens, once. */
  readonly refreshToken?: string | undefined;
  /** Names the sign-in they come from, so that clients which share a storage tell its new tokens from another's. */
  readonly session?: string | undefined;
}
