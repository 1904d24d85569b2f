import { fileURLToPath } from 'node:url';

/** The project's own migrations; the same place seen from `src` and from `dist`. */
export const migrationsFolder = fileURLToPath(new URL('../../../../drizzle', import.meta.url));
