import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

// The page and the API are one origin, as behind a shop's own web server: no CORS is needed.
const proxy = { '/trpc': process.env.CASHWRAP_URL ?? 'http://127.0.0.1:8000' };

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // In this repository packages are used from their sources; a project of its own needs none of this.
  resolve: { conditions: ['@cashwrap/source', ...defaultClientConditions] },
  server: { proxy },
  preview: { proxy },
});
