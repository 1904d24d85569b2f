import { makeSecrets } from './secrets.ts';

// `pnpm secrets`: what a production .env needs, new at each call.
const { signingKeys, pepper, setupToken } = await makeSecrets();
process.stdout.write(
  `SIGNING_KEYS='${JSON.stringify(signingKeys)}'\nPEPPER='${pepper}'\nSETUP_TOKEN='${setupToken}'\n`,
);
