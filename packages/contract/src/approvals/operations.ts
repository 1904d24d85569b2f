import { mutation } from '../operation.ts';
import { Approval, CreateApprovalInput } from './schemas.ts';

export const approvals = {
  create: mutation({
    rest: { method: 'POST', path: '/approvals' },
    permission: 'signed_in',
    summary: 'Approve one call that was refused with APPROVAL_REQUIRED',
    description:
      'A second person who holds the permissions approves it: by PIN at the requester’s till, or by their own ' +
      'session. The approval works once, for that very call, within five minutes.',
    input: CreateApprovalInput,
    output: Approval,
    errors: [
      'NOT_FOUND',
      'INVALID_REGISTER_TOKEN',
      'INVALID_CREDENTIALS',
      'LOCKED_OUT',
      'PERMISSION_NOT_HELD',
      'SELF_APPROVAL',
    ],
    idempotency: 'none',
    tx: 'steps',
  }),
};
