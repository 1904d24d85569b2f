import { mutation, query } from '../operation.ts';
import { ById } from '../shared/ids.ts';
import { page } from '../shared/page.ts';
import { Approval, ApprovalRequest, CreateApprovalInput, ListApprovalRequestsInput } from './schemas.ts';

export const approvals = {
  create: mutation({
    rest: { method: 'POST', path: '/approvals', creates: '/approvals/{id}' },
    permission: 'signed_in',
    summary: 'Approve one call that was refused with APPROVAL_REQUIRED',
    description:
      'A second person who holds the permissions approves what the server has kept of that call: by PIN at the ' +
      'register of the call, or by their own session. Whoever made an API key is no second person to it. The ' +
      'approval works once, for that very call, within five minutes. Sent again by the same person before it is ' +
      'used, it answers the same approval.',
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
  get: query({
    rest: { method: 'GET', path: '/approvals/{id}' },
    permission: 'signed_in',
    summary: 'Get an approval that you gave or that was given to you',
    input: ById,
    output: Approval,
    errors: ['NOT_FOUND'],
  }),
  requests: {
    list: query({
      rest: { method: 'GET', path: '/approvals/requests' },
      permission: 'signed_in',
      summary: 'List the calls of others that wait for an approval you could give',
      input: ListApprovalRequestsInput,
      output: page(ApprovalRequest),
      errors: ['INVALID_CURSOR'],
    }),
    get: query({
      rest: { method: 'GET', path: '/approvals/requests/{id}' },
      permission: 'signed_in',
      summary: 'Get what a refused call asks for, and its approval once there is one',
      description: 'For the requester, and for whoever could approve it.',
      input: ById,
      output: ApprovalRequest,
      errors: ['NOT_FOUND'],
    }),
  },
};
