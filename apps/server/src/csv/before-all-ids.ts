/**
 * Smaller than every id: where reading by pages begins. With a condition that may be absent instead, PostgreSQL would read
 * the whole table for each page.
 */
export const BEFORE_ALL_IDS = '00000000-0000-0000-0000-000000000000';
