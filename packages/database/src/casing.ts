/** How camelCase keys of the tables become column names; drizzle-kit and the client must agree on it. */
export const casing = 'snake_case';
