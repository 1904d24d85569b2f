import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { cancelTransfer } from './cancel-transfer.ts';
import { closeTransfer } from './close-transfer.ts';
import { createTransfer } from './create-transfer.ts';
import { listDestinations } from './list-destinations.ts';
import { getTransfer, listTransfers } from './read-transfers.ts';
import { receiveTransfer } from './receive-transfer.ts';
import { sendTransfer } from './send-transfer.ts';
import { updateTransfer } from './update-transfer.ts';

export const transferHandlers: Handlers<typeof contract.inventory.transfers> = {
  list: listTransfers,
  destinations: listDestinations,
  get: getTransfer,
  create: createTransfer,
  update: updateTransfer,
  send: sendTransfer,
  receive: receiveTransfer,
  close: closeTransfer,
  cancel: cancelTransfer,
};
