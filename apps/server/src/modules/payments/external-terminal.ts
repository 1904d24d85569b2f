import type { PaymentProviderInfo } from '@cashwrap/contract';

/** What stands for a terminal that is not ours: it has charged the card already, and only what it calls that is recorded. */
export const EXTERNAL_TERMINAL = 'terminal';

export const externalTerminalInfo: PaymentProviderInfo = {
  name: EXTERNAL_TERMINAL,
  title: 'A terminal that is not connected',
  description:
    'Type the amount into the terminal, and send what its slip calls the payment as the reference. Voids and refunds are ' +
    'made at the terminal, too: here they are only recorded.',
  isSimulated: false,
  canAuthorize: false,
};

/** Whether somebody else than the cashier gives money back that was charged by it: such refunds are pending first. */
export function isConnected(provider: string | null): provider is string {
  return provider !== null && provider !== EXTERNAL_TERMINAL;
}
