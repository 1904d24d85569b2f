export { currencyDigits, unknownCurrency } from './currency.ts';
