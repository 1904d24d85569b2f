// Loaded before the server and its commands. For each of the 200 files of drizzle-orm that a program imports, Node parses
// the 180 KB of its package.json again, which is half of the time that a start takes. With this it does so once.
import { registerHooks } from 'node:module';

/** What drizzle-orm and its entry points resolve to, by what was imported. */
const entries = new Map();

registerHooks({
  resolve: (specifier, context, next) => {
    const isOwn =
      context.parentURL?.includes('/node_modules/drizzle-orm/') && /^\.\.?\/.*\.js$/.test(specifier);
    if (isOwn)
      return { url: new URL(specifier, context.parentURL).href, format: 'module', shortCircuit: true };
    const entry = entries.get(specifier);
    if (entry) return { ...entry, shortCircuit: true };
    const found = next(specifier, context);
    if (specifier.startsWith('drizzle-orm')) entries.set(specifier, found);
    return found;
  },
});
