import type { Access } from './demo/sign-in.ts';

/** What the console says when the server is ready. */
export interface Announcement {
  readonly host: string;
  readonly port: number;
  /** Left out where the console must not tell. */
  readonly access: Access | undefined;
  /** Printed where the system has no owner yet. */
  readonly setupToken: string | undefined;
}

/** Where the server is, and how to sign in. */
export function announcement({ host, port, access, setupToken }: Announcement): string {
  const name = ['0.0.0.0', '::'].includes(host) ? 'localhost' : host;
  const url = `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
  const lines = [
    `Cashwrap is ready at ${url}`,
    `  Reference  ${url}/docs`,
    `  REST       ${url}/v1`,
    `  tRPC       ${url}/trpc`,
    ...accessLines(access, url, setupToken),
  ];
  return `\n${lines.join('\n')}\n\n`;
}

function accessLines(access: Access | undefined, url: string, setupToken: string | undefined): string[] {
  switch (access?.state) {
    case 'empty':
      return setupToken === undefined
        ? []
        : ['', `There is no owner yet: POST ${url}/v1/auth/setup`, `  Setup token  ${setupToken}`];
    case 'unfinished':
      return ['', 'The demo shop in this database was not finished: DEMO_SEED=on finishes it.'];
    case 'set_up':
      if (access.usernames.length === 0) return [];
      return [
        '',
        'A demo shop is open. Sign in as one of its staff, or ring up a sale with: npm run demo',
        `  User       ${access.usernames.join(', ')}`,
        `  Password   ${access.password}`,
      ];
    default:
      return [];
  }
}
