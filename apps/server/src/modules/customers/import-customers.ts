import type { ImportCustomersInput, ImportResult } from '@cashwrap/contract';
import { BEFORE_ALL_IDS } from '../../csv/before-all-ids.ts';
import { type ImportKind, importFile } from '../../csv/import-file.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import {
  type ChangedCustomer,
  compareCustomers,
  completeCustomers,
  createComparison,
  readChangedCustomers,
} from './compare-import-customers.repo.ts';
import { changedConsents, withConsents } from './consents.ts';
import { type CustomerLine, consentsToldIn, customerFileColumns, NO_DIGITS } from './customer-columns.ts';
import { addSearchWords } from './customer-search.repo.ts';
import { searchTextOf, spellableWordsOf } from './domain/search-text.ts';
import { forgetSearchWords } from './forget-search-words.repo.ts';
import {
  checkCustomers,
  createCustomerStage,
  resolveCustomers,
  stageCustomers,
} from './import-customers.repo.ts';
import { writeCustomers } from './write-import-customers.repo.ts';

/** How many customers are in memory at a time. */
const CHUNK = 1_000;

/** Adds and changes customers by a file: those are found by their reference, and only what differs is written. */
export async function importCustomers(
  call: MutationCall & SignedIn,
  input: ImportCustomersInput,
): Promise<ImportResult> {
  const result = await importFile(call, input, customerImport(call), NO_DIGITS);
  if (result.created + result.updated === 0 || result.dryRun) call.changedNothing();
  else {
    const { errors: _errors, ...counts } = result;
    call.audit({ storeId: null, documentType: 'customer_import', documentId: call.newId(), after: counts });
  }
  return result;
}

function customerImport(call: MutationCall & SignedIn): ImportKind<CustomerLine> {
  let given: readonly string[] = [];
  return {
    columns: customerFileColumns,
    required: ['reference'],
    begin: async (tx) => {
      await createCustomerStage(tx);
      await createComparison(tx);
    },
    stage: (tx, rows) =>
      stageCustomers(
        tx,
        rows.map(({ row, values, errors }) => ({
          ...values,
          ...{ row, bad: errors.length > 0, id: call.newId(), told: consentsToldIn(values) },
        })),
      ),
    resolve: (tx, columns) => {
      given = [...columns];
      return resolveCustomers(tx);
    },
    check: (tx) => checkCustomers(tx, given),
    write: async (tx, dryRun) => {
      const counts = await compareCustomers(tx, given, call.now);
      if (dryRun) return counts;
      const oldWords = await completeChanged(call);
      await writeCustomers(tx, call.actor.userId);
      for (const words of chunksOf(oldWords)) await forgetSearchWords(tx, words);
      return counts;
    },
  };
}

/**
 * Gives what the file adds or changes the text and words of search, and its consents, as a change by hand does. Answers the
 * words that customers are no longer called by.
 */
async function completeChanged({ tx, now, newId }: MutationCall): Promise<string[]> {
  const oldWords = new Set<string>();
  for (let after = BEFORE_ALL_IDS; ; ) {
    const customers = await readChangedCustomers(tx, after, CHUNK);
    const last = customers.at(-1);
    if (!last) return [...oldWords];
    await completeCustomers(
      tx,
      customers.map((customer) => {
        const changes = changedConsents(customer.consents, customer.told);
        return {
          ...{ id: customer.id, search_text: searchTextOf(customer) },
          consents: withConsents(customer.consents, changes, now),
          changes: changes.map((change) => ({ ...change, id: newId() })),
        };
      }),
    );
    await addSearchWords(tx, customers);
    for (const customer of customers) for (const word of wordsNoLongerOf(customer)) oldWords.add(word);
    after = last.id;
  }
}

function wordsNoLongerOf({ oldName, oldCompany, ...customer }: ChangedCustomer): string[] {
  if (oldName === null) return [];
  const words = spellableWordsOf(customer);
  return spellableWordsOf({ name: oldName, company: oldCompany }).filter((word) => !words.includes(word));
}

function* chunksOf(words: readonly string[]): Generator<string[]> {
  for (let at = 0; at < words.length; at += CHUNK) yield words.slice(at, at + CHUNK);
}
