import { holdsIn } from '../../procedure/actor.ts';
import type { QueryCall, SignedIn } from '../../procedure/handlers.ts';

/** Whether a caller may see what goods have cost in every store that the report is about: a sum would tell it of the others. */
export function seesCosts({ scope, actor }: Pick<QueryCall, 'scope'> & SignedIn): boolean {
  return scope.stores === 'all'
    ? actor.everywhere.has('reports.read_costs')
    : scope.stores.every((storeId) => holdsIn(actor, 'reports.read_costs', storeId));
}
