import { z } from 'zod';
import { line } from './text.ts';

/** An ISO 4217 code; whether the currency exists is checked where a store is opened. */
export const Currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'must be three capital letters, such as EUR')
  .meta({ description: 'An ISO 4217 currency code.', example: 'EUR' });

/** A BCP 47 language tag that this runtime can format for. */
export const Locale = z
  .string()
  .max(35)
  .refine(
    (tag) => {
      try {
        return Intl.getCanonicalLocales(tag)[0] === tag;
      } catch {
        return false;
      }
    },
    { error: 'must be a language tag, such as en-US' },
  )
  .meta({
    description: 'A BCP 47 language tag, for how numbers, dates and words are written.',
    example: 'en-US',
  });

/** A postal address, every part as it is printed. */
export const Address = z.strictObject({
  line1: line(200).optional(),
  line2: line(200).optional(),
  city: line(100).optional(),
  region: line(100).optional(),
  postalCode: line(20).optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be an ISO 3166 country code, such as DE')
    .optional(),
});
export type Address = z.infer<typeof Address>;

/** The lines of an address as it is printed. */
export function addressLines({ line1, line2, postalCode, city, region, country }: Address): string[] {
  const place = [postalCode, city, region].filter(Boolean).join(' ');
  return [line1, line2, place, country].filter((line): line is string => !!line);
}
