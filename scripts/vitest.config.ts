import { defineProject } from '../vitest.shared.ts';

export default defineProject({ include: ['*.test.mjs'] });
