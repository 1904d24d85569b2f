export { approveSensitive } from './approve-sensitive.ts';
export { checkOut, otherSale, refuseOtherOffer, refuseRegister } from './check-out.ts';
export {
  frameOf,
  printedLine,
  type ReceiptContext,
  type ReceiptStyle,
  styleFor,
  taxRows,
} from './domain/receipt-frame.ts';
export { balancesLeft, tenderLabel } from './domain/receipt-tenders.ts';
export { componentsOfLines, type Taking, takingsOf } from './domain/stock-of-cart.ts';
export { listEmployeeSales } from './employee-sales.ts';
export { saleHandlers } from './handlers.ts';
export { listPurchases } from './list-purchases.ts';
export { locksOfSale, type SaleLocks } from './locks-of-sale.ts';
export { findPayingAccounts, type PaymentSource, refuseGuesses, sourcesOf } from './payment-sources.ts';
export { personalSales } from './personal-sales.ts';
export { toPayment, toSale, toSummary } from './present-sale.ts';
export { type RecordedSale, type RecordingCall, recordSale } from './record-sale.ts';
export { refuseLostCodes } from './refuse-discounts.ts';
export { findGiftCardEnds, renderReceipt } from './render-receipt.ts';
export {
  auditOfSale,
  documentOfSale,
  linesOfSale,
  type SaleDraft,
  type WritingCall,
} from './rows-of-sale.ts';
export {
  findInputHash,
  findReceiptContext,
  findSale,
  findSaleId,
  insertTransactions,
  lockSaleId,
  type PaymentRow,
  type SaleLineRow,
  type SaleRow,
} from './sales.repo.ts';
export { findStoredAccounts, sourcesOfStored } from './stored-payments.ts';
export { refuseOtherPrice, refuseWithoutDrawer, settleTenders, takePayments } from './take-payments.ts';
