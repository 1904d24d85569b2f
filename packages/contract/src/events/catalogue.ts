import { z } from 'zod';
import { ReturnKind } from '../returns/kind.ts';
import { SaleFlagKind } from '../sale-flags/schemas.ts';
import { Id } from '../shared/ids.ts';
import { MoneyTotal } from '../shared/numbers.ts';
import { Currency } from '../shared/places.ts';
import { CalendarDate, Timestamp } from '../shared/time.ts';

/**
 * One type of event. `version` is that of `data`: fields may be added within one, whatever else changes about them is a new one.
 * `data` holds ids and amounts: never a name, a code or anything else of a person.
 */
function event<const Type extends string, const Version extends number, Data extends z.ZodRawShape>(
  type: Type,
  version: Version,
  description: string,
  data: Data,
) {
  return z
    .object({
      id: Id.meta({ description: 'The id of the event: the same wherever it is told.' }),
      type: z.literal(type),
      version: z.literal(version),
      storeId: Id.nullable().meta({ description: 'Null: it is about the whole business.' }),
      businessDate: CalendarDate.nullable().meta({
        description: 'The business day of the store whose figures it changes; null where it changes none.',
      }),
      occurredAt: Timestamp,
      data: z.object(data),
      cursor: z
        .string()
        .meta({ description: 'Where it is in the feed: pass it as cursor to go on after it.' }),
    })
    .meta({ id: schemaName(type), description });
}

/** `sale.completed` as `SaleCompletedEvent`. */
function schemaName(type: string): string {
  const words = type.split(/[._]/).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}Event`;
}

const openSale = { saleId: Id, storeId: Id, registerId: Id };
const giftCard = { giftCardId: Id, storeId: Id };
const saleFlag = { saleFlagId: Id, saleId: Id, storeId: Id, kind: SaleFlagKind };
const transfer = { transferId: Id, fromStoreId: Id, toStoreId: Id };
const adjustment = {
  entryId: Id.meta({ description: 'The entry of the account.' }),
  storeId: Id.nullable(),
  amount: MoneyTotal.meta({ description: 'In minor units; negative where it was taken off.' }),
  currency: Currency,
};

/**
 * Something that happened: `type` says what, and thereby what `data` holds. An event is written in the transaction of what it
 * tells: it is in the feed if and only if that has happened.
 */
export const CashwrapEvent = z
  .discriminatedUnion('type', [
    event(
      'sale.opened',
      1,
      'A sale was opened: nothing is paid and nothing has left the stock yet.',
      openSale,
    ),
    event('sale.parked', 1, 'An open sale was set aside.', openSale),
    event('sale.resumed', 1, 'A parked sale was taken up again, at the register it names.', openSale),
    event('sale.cancelled', 1, 'An open or parked sale was given up.', openSale),
    event('sale.completed', 1, 'A sale was completed, at a till or sent later by one that was offline.', {
      ...openSale,
      total: MoneyTotal,
      currency: Currency,
    }),
    event(
      'sale_flag.opened',
      1,
      'Something about a sale that was made offline needs somebody to look at it.',
      saleFlag,
    ),
    event('sale_flag.resolved', 1, 'Somebody has looked at the flag of a sale.', saleFlag),
    event(
      'return.completed',
      1,
      'Goods came back and money was given back; of kind void, a whole sale was taken back.',
      {
        returnId: Id,
        saleId: Id.nullable().meta({ description: 'Null without a receipt.' }),
        storeId: Id,
        total: MoneyTotal,
        currency: Currency,
        kind: ReturnKind,
      },
    ),
    event(
      'exchange.completed',
      1,
      'Goods were exchanged: the return and the sale have events of their own.',
      { exchangeId: Id, returnId: Id, saleId: Id, storeId: Id },
    ),
    event('shift.opened', 1, 'A register was opened for trading.', {
      shiftId: Id,
      storeId: Id,
      registerId: Id,
      openingFloat: MoneyTotal,
      currency: Currency,
    }),
    event('shift.closed', 1, 'The shift of a register was counted and closed.', {
      shiftId: Id,
      storeId: Id,
      registerId: Id,
      zNumber: z.int(),
      currency: Currency,
      forced: z.boolean().meta({ description: 'Closed by somebody else than who opened it.' }),
      saleCount: z.int(),
      total: MoneyTotal,
      turnover: MoneyTotal,
      grandTotal: MoneyTotal.meta({ description: 'Of the register, with this shift.' }),
      cashVariance: MoneyTotal.nullable().meta({
        description: 'counted − expected; null where the cash was not counted.',
      }),
    }),
    event(
      'stock.low',
      1,
      'The stock of a product has come to its reorder point, or below; told once, until it was above again.',
      { storeId: Id, productId: Id },
    ),
    event('stocktake.applied', 1, 'A stocktake has corrected the stock.', { stocktakeId: Id, storeId: Id }),
    event('transfer.sent', 1, 'Goods have left one store for another.', transfer),
    event('transfer.received', 1, 'Goods of a transfer have arrived, all of them or a part.', transfer),
    event('purchase_order.ordered', 1, 'A purchase order was sent to its supplier.', {
      purchaseOrderId: Id,
      storeId: Id,
      supplierId: Id,
    }),
    event('goods_receipt.created', 1, 'Goods of a purchase order were received, all of them or a part.', {
      goodsReceiptId: Id,
      purchaseOrderId: Id,
      storeId: Id,
    }),
    event('supplier_return.created', 1, 'Goods were sent back to a supplier.', {
      supplierReturnId: Id,
      storeId: Id,
      supplierId: Id,
    }),
    event('gift_card.issued', 1, 'A gift card was made.', giftCard),
    event(
      'gift_card.updated',
      1,
      'A gift card was given to a customer, or until when it is taken was changed, or its note.',
      giftCard,
    ),
    event('gift_card.blocked', 1, 'A gift card was blocked.', giftCard),
    event('gift_card.unblocked', 1, 'A blocked gift card is taken again.', giftCard),
    event('gift_card.adjusted', 1, 'What is on a gift card was corrected by hand.', {
      giftCardId: Id,
      ...adjustment,
    }),
    event('store_credit.adjusted', 1, 'A customer was given store credit by hand, or some was taken off.', {
      customerId: Id,
      ...adjustment,
    }),
    event('loyalty.enrolled', 1, 'A customer has become a member of a loyalty programme.', {
      customerId: Id,
      programId: Id,
    }),
    event('loyalty.points_adjusted', 1, 'A member was given points by hand, or some were taken off.', {
      customerId: Id,
      programId: Id,
      entryId: Id,
    }),
    event(
      'customer.merged',
      1,
      'Two customers were the same person: what `mergedId` had is of `customerId` now.',
      { customerId: Id, mergedId: Id },
    ),
    event(
      'customer.erased',
      1,
      'Who a customer is was forgotten, and those who were merged into them: forget it, too.',
      { customerId: Id, mergedIds: z.array(Id) },
    ),
  ])
  .meta({
    id: 'Event',
    example: {
      id: '01936f5e-7c3a-7b1e-9d0a-4f2b8c6d1e00',
      type: 'sale.completed',
      version: 1,
      storeId: '01936f5e-7c3a-7b1e-9d0a-4f2b8c6d1e01',
      businessDate: '2026-11-22',
      occurredAt: '2026-11-22T15:04:05.123Z',
      data: {
        saleId: '01936f5e-7c3a-7b1e-9d0a-4f2b8c6d1e02',
        storeId: '01936f5e-7c3a-7b1e-9d0a-4f2b8c6d1e01',
        registerId: '01936f5e-7c3a-7b1e-9d0a-4f2b8c6d1e03',
        total: 1299,
        currency: 'EUR',
      },
      cursor: 'ZXZlbnQ6MTI4',
    },
  });
export type CashwrapEvent = z.infer<typeof CashwrapEvent>;

/** Every type of event, as `<noun>.<what happened>`. */
export const EventType = z.enum(CashwrapEvent.options.map(({ shape }) => shape.type.value));
export type EventType = z.infer<typeof EventType>;

/** The event of a type, such as `EventOf<'sale.completed'>`. */
export type EventOf<Type extends EventType> = Extract<CashwrapEvent, { type: Type }>;

/** The version of the data of each type, as events of it are written now. */
export const eventVersions: ReadonlyMap<string, number> = new Map(
  CashwrapEvent.options.map(({ shape }) => [shape.type.value, shape.version.value]),
);
