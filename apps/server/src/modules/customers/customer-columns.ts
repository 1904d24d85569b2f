import {
  type Consent,
  ConsentChannel,
  CreateCustomerGroupInput,
  CreateCustomerInput,
  CustomerStatus,
} from '@cashwrap/contract';
import { booleanCodec, CellProblem, type Codec, check, enumCodec, textCodec } from '../../csv/codec.ts';
import { type Column, column } from '../../csv/columns.ts';
import { fromCell, toCell } from '../../csv/formula.ts';
import { escapeItem, splitEscaped, unescapeItem } from '../../csv/lists.ts';

/** A customer as a row of a file: its fields are the columns. `null` is an empty cell. */
export interface CustomerLine {
  readonly reference: string | null;
  readonly name: string | null;
  readonly company: string | null;
  readonly tax_id: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly address_line1: string | null;
  readonly address_line2: string | null;
  readonly city: string | null;
  readonly region: string | null;
  readonly postal_code: string | null;
  readonly country: string | null;
  readonly birthday: string | null;
  /** Their names. */
  readonly groups: string[] | null;
  readonly tags: string[] | null;
  readonly note: string | null;
  readonly tax_exempt: boolean | null;
  readonly tax_exempt_reason: string | null;
  readonly consent_email: boolean | null;
  readonly consent_sms: boolean | null;
  readonly consent_phone: boolean | null;
  readonly consent_post: boolean | null;
  readonly status: 'active' | 'archived' | null;
}

/** The rules of the API, cell by cell. */
const rules = CreateCustomerInput.shape;
const address = rules.address.unwrap().shape;

/** `first; second`, each of them once. */
function listCodec(checked: (items: string[]) => string[], form: string): Codec<string[]> {
  return {
    read: (cell) => checked(splitEscaped(fromCell(cell), ';').map((item) => unescapeItem(item.trim()))),
    write: (items) => toCell(items.map((item) => escapeItem(item, ';')).join('; ')),
    form,
  };
}

const groupsCodec = listCodec((names) => {
  for (const name of names) check(CreateCustomerGroupInput.shape.name, name);
  if (new Set(names).size < names.length) throw new CellProblem('must not name a group twice');
  return names;
}, '`Staff; Trade`');

const tagsCodec = listCodec((tags) => check(rules.tags, tags), '`regular; likes tea`');

const consentColumn = (channel: Consent['channel']) => `consent_${channel}` as const;
const CONSENT = 'Whether they may be sent advertising by it. Empty: it stays as it is.';

/** The columns of a file of customers. */
export const customerFileColumns: readonly Column<CustomerLine>[] = [
  column('reference', textCodec(rules.reference), 'Which customer it is. Required.'),
  column('name', textCodec(rules.name), 'Required for a new customer.'),
  column('company', textCodec(rules.company), 'Whom they buy for.'),
  column('tax_id', textCodec(rules.taxId), 'For invoices.'),
  column('email', textCodec(rules.email, 'an email address'), 'Where they are written to.'),
  column('phone', textCodec(rules.phone), 'However it is written; search looks at the digits.'),
  column('address_line1', textCodec(address.line1), 'Street and number.'),
  column('address_line2', textCodec(address.line2), 'What else is on the envelope.'),
  column('city', textCodec(address.city), 'Of the address, as the three that follow.'),
  column('region', textCodec(address.region), 'State or province.'),
  column('postal_code', textCodec(address.postalCode), 'As it is printed.'),
  column('country', textCodec(address.country, '`DE`'), 'Two capital letters, as in ISO 3166.'),
  column('birthday', textCodec(rules.birthday, '`1985-12-10`'), 'Year, month, day.'),
  column('groups', groupsCodec, 'The names of all of their groups, which must exist.'),
  column('tags', tagsCodec, 'All of their tags.'),
  column('note', { ...textCodec(rules.note), exact: true }, 'Any number of lines.'),
  column('tax_exempt', booleanCodec, 'Left out: `false`.'),
  column('tax_exempt_reason', textCodec(rules.taxExemptReason), 'Required for who is tax-exempt.'),
  column('consent_email', booleanCodec, CONSENT),
  column('consent_sms', booleanCodec, CONSENT),
  column('consent_phone', booleanCodec, CONSENT),
  column('consent_post', booleanCodec, CONSENT),
  column('status', enumCodec(CustomerStatus.extract(['active', 'archived'])), 'Left out: `active`.'),
];

/** Of the currency of the file: no column is money. */
export const NO_DIGITS = 0;

/** What a row says of consents. */
export function consentsToldIn(values: Readonly<Record<string, unknown>>): Omit<Consent, 'recordedAt'>[] {
  return ConsentChannel.options.flatMap((channel) => {
    const granted = values[consentColumn(channel)];
    return typeof granted === 'boolean' ? [{ channel, granted, source: 'import' as const }] : [];
  });
}
