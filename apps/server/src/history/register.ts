/** A register while its history is made: the numbers that it has given so far. */
export interface Register {
  readonly id: string;
  lastSaleNumber: number;
  lastReturnNumber: number;
  lastZNumber: number;
  grandTotal: number;
}
