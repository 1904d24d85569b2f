/**
 * The SDK repeats a call itself, where that is safe and may help. What cannot be sent fails at once and is not kept until
 * there is a network again: a sale must not be rung up when its customer has left.
 */
export const DEFAULTS = { retry: false, networkMode: 'always' } as const;
