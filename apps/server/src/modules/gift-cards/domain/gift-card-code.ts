/** Of a code that is made here: what tells it from other numbers that a till scans, and how long it is. */
const FIRST_DIGIT = '9';
/** Between the first digit and the check digit. */
export const RANDOM_DIGITS = 14;

/** A code as it is kept: capitals and digits, without the blanks and dashes that people read it with. */
export function normalizeCode(code: string): string {
  return code.replace(/[ -]/g, '').toUpperCase();
}

/**
 * The code of a new card: 16 digits, of which the last finds out one digit typed wrongly and most neighbours swapped.
 *
 * @param random {@link RANDOM_DIGITS} digits that nobody can guess
 */
export function codeOf(random: string): string {
  const digits = FIRST_DIGIT + random;
  return digits + luhnCheckDigit(digits);
}

/** The check digit of ISO/IEC 7812-1, by Luhn: from the right, every other digit counts double, digit by digit. */
export function luhnCheckDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, fromRight) => {
    const counted = fromRight % 2 === 0 ? Number(digit) * 2 : Number(digit);
    return total + (counted > 9 ? counted - 9 : counted);
  }, 0);
  return String((10 - (sum % 10)) % 10);
}
