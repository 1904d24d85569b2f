import type { Sale } from '@cashwrap/sdk';
import type { MoneyFormat } from '@cashwrap/sdk/pricing';
import { useCashwrap } from '@cashwrap/sdk/react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Dialog } from './dialog.tsx';
import { Problem } from './problem.tsx';

interface Props {
  readonly sale: Pick<Sale, 'id' | 'change'>;
  readonly format: MoneyFormat;
  readonly onClose: () => void;
}

/** The change to give back, and the receipt as it is printed. */
export function Receipt({ sale, format, onClose }: Props) {
  const cashwrap = useCashwrap();
  const receipt = useQuery(cashwrap.sales.receipt.queryOptions({ id: sale.id, format: 'text' }));
  const done = useRef<HTMLButtonElement>(null);
  // A dialog focuses the first button that it has; here Enter goes on to the next customer.
  useEffect(() => done.current?.focus(), []);
  return (
    <Dialog title="Receipt" onClose={onClose}>
      {sale.change > 0 && (
        <output className="change" aria-label="Change to give">
          Change <strong>{format(sale.change)}</strong>
        </output>
      )}
      <Problem error={receipt.error} />
      {receipt.data && <pre className="receipt">{receipt.data.content}</pre>}
      <div className="actions">
        <button type="button" className="quiet" onClick={() => print()}>
          Print
        </button>
        <button type="button" ref={done} className="primary" onClick={onClose}>
          Done
        </button>
      </div>
    </Dialog>
  );
}
