import { Employee } from '@cashwrap/contract';
import type { Actor } from '../procedure/actor.ts';
import type { KeptAnswers } from '../procedure/idempotency.ts';
import { employeeSeenBy } from './staff/index.ts';

const employee = (actor: Actor, answer: unknown) => employeeSeenBy(actor, Employee.parse(answer));

/** What is left of answers that were kept, where fields take a permission of their own. */
export const keptAnswers = {
  'employees.create': employee,
  'employees.update': employee,
  'employees.terminate': employee,
} satisfies KeptAnswers;
