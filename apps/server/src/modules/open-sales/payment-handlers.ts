import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import type { Providers } from '../payments/index.ts';
import { addPayment } from './add-payment.ts';
import { cancelSale } from './cancel-sale.ts';
import { capturePayment } from './capture-payment.ts';
import { removePayment, voidPayment } from './remove-payment.ts';

/** What pays an open sale, and how it ends without being completed. */
export function openSalePaymentHandlers(
  providers: Providers,
): Handlers<Pick<typeof contract.sales, 'addPayment' | 'removePayment' | 'cancel'>> {
  return {
    addPayment: (call, input) => addPayment(call, providers, input),
    removePayment: (call, input) => removePayment(call, providers, input),
    cancel: (call, input) => cancelSale(call, providers, input),
  };
}

/** They join the operations that read payments. */
export function paymentActionHandlers(
  providers: Providers,
): Handlers<Pick<typeof contract.payments, 'capture' | 'void' | 'providers'>> {
  return {
    capture: (call, input) => capturePayment(call, providers, input),
    void: (call, input) => voidPayment(call, providers, input),
    providers: async () => ({ items: providers.list() }),
  };
}
