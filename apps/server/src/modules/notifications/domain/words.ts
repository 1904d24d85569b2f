import type { SaleFlagKind } from '@cashwrap/contract';
import { moneyFormat } from '@cashwrap/pricing/money-format';
import type { NotificationRow } from '../notifications.repo.ts';

/** What a notification says. */
export interface Words {
  readonly title: string;
  readonly body: string;
}

const FLAGS: Readonly<Record<SaleFlagKind, string>> = {
  price_differs: 'the till has asked for another price',
  not_approved: 'a price or discount was given without approval',
  stock_below_zero: 'more was handed over than there was',
  counted_since: 'the goods were counted since',
  uncollected: 'a part of it was not paid',
  implausible_time: 'it cannot have been sold when it says',
  no_shift: 'cash was taken while no shift was open',
  not_for_sale: 'a product or the register was out of use',
  not_priceable: 'a product has no price or tax rate',
  customer_unavailable: 'its customer is archived, erased or unknown',
};

/**
 * The words are made when they are read, from the figures of their time, so that they can be said better later.
 */
export function wordsOf({ facts, locale }: Pick<NotificationRow, 'facts' | 'locale'>): Words {
  if ('onHand' in facts) {
    const { productName, onHand, reorderPoint } = facts;
    return {
      title: `${productName} is low`,
      body: `${onHand > 0 ? onHand : 'None'} left; the reorder point is ${reorderPoint}.`,
    };
  }
  if ('variance' in facts) {
    const { registerName, zNumber, variance, currency, currencyDigits, reason } = facts;
    const amount = moneyFormat(locale ?? 'en', currency, currencyDigits)(Math.abs(variance));
    return {
      title: `${registerName}: the drawer was ${amount} ${variance < 0 ? 'short' : 'over'}`,
      body: `Found when shift Z ${zNumber} was closed. ${reason === null ? 'No reason was given.' : `Reason: ${reason}`}`,
    };
  }
  if ('flags' in facts) {
    const { registerName, tillReference, flags } = facts;
    return {
      title: `${registerName}: an offline sale should be looked at`,
      body: `Sale ${tillReference}: ${flags.map((kind) => FLAGS[kind]).join('; ')}.`,
    };
  }
  const { problem, mendedAt } = facts;
  return {
    title: 'The audit log is not as it was written',
    body: mendedAt === undefined ? problem : `${problem} It was found whole again at ${mendedAt}.`,
  };
}
