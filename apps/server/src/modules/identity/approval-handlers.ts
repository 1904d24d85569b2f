import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { getApproval, getApprovalRequest, listApprovalRequests } from './approval-requests.ts';
import { createApproval } from './approve.ts';
import type { Identity } from './identity.ts';

export function approvalHandlers(identity: Identity): Handlers<typeof contract.approvals> {
  return {
    create: (call, input) => createApproval(identity, call, input),
    get: getApproval,
    requests: { list: listApprovalRequests, get: getApprovalRequest },
  };
}
