import { contract, operationsOf } from '@cashwrap/contract';
import type { OperationName } from '@cashwrap/server/testing/samples';
import type { Plot } from './collection.ts';
import { catalogue } from './stories/catalogue.ts';
import { customers } from './stories/customers.ts';
import { inventory } from './stories/inventory.ts';
import { people } from './stories/people.ts';
import { places } from './stories/places.ts';
import { book, reports } from './stories/reports.ts';
import { refusedRefund, selling } from './stories/selling.ts';
import { begin, setup } from './stories/setup.ts';
import { watching } from './stories/watching.ts';
import type { Story } from './story.ts';

/** A new operation is told of here, or does not compile. */
const stories: Readonly<Record<OperationName, Story>> = {
  ...people,
  ...places,
  ...catalogue,
  ...customers,
  ...inventory,
  ...selling,
  ...reports,
  ...watching,
};

/** How every operation of the contract is called, and what it answers. */
export const plot: Plot = {
  begin,
  setup: { operation: 'auth.setup', steps: [...setup, ...book, ...refusedRefund] },
  stories,
  permissions: new Map(operationsOf(contract).map(({ name, operation }) => [name, operation.permission])),
};
