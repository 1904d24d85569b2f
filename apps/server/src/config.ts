import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { MetricsAccess } from './http/metrics.ts';
import { type ProviderName, providerNames } from './modules/payments/index.ts';

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));

/** An empty or blank variable is one that is not set: that is how .env files and compose write it. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((text) => (typeof text === 'string' && text.trim() === '' ? undefined : text), schema);

const switchOf = z.enum(['on', 'off'], { error: 'must be "on" or "off"' });

/** An origin as browsers send it; `:*` stands for every port. */
const ORIGIN = /^https?:\/\/(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::(?:\d{1,5}|\*))?$/;

const DEFAULT_RATE_LIMIT_PER_MINUTE = 6000;

const wholeNumber = (most: number) =>
  z.coerce
    .number({ error: 'must be a whole number' })
    .int({ error: 'must be a whole number' })
    .min(0, { error: 'must not be negative' })
    .max(most, { error: `must be at most ${most}` });

const Environment = z.object({
  NODE_ENV: optional(
    z
      .enum(['development', 'production', 'test'], { error: 'must be one of development, production, test' })
      .default('development'),
  ),
  PORT: optional(
    z
      .string()
      .trim()
      .regex(/^\d+$/, 'must be a port number, such as 8000')
      .transform(Number)
      .pipe(z.number().max(65_535, 'must be a port number from 0 to 65535'))
      .default(8000),
  ),
  HOST: optional(z.string().default('127.0.0.1')),
  DATABASE_URL: optional(
    z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'must be a URL such as postgresql://user:password@host:5432/cashwrap')
      .optional(),
  ),
  DATABASE_OWNER_URL: optional(
    z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'must be a URL such as postgresql://owner:password@host:5432/cashwrap')
      .optional(),
  ),
  DATABASE_APP_ROLE: optional(z.string().optional()),
  DATA_DIR: optional(z.string().default('.data')),
  AUDIT_HEAD_FILE: optional(z.string().optional()),
  MIGRATE: optional(switchOf.optional()),
  DEMO_SEED: optional(switchOf.optional()),
  LOG_LEVEL: optional(
    z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
        error: 'must be one of fatal, error, warn, info, debug, trace, silent',
      })
      .default('info'),
  ),
  CORS_ORIGINS: optional(
    z
      .string()
      .transform((text) => text.split(',').map((origin) => origin.trim()))
      .refine((origins) => origins.every((origin) => ORIGIN.test(origin)), {
        error: 'must be origins such as https://till.example.com or http://localhost:*, with commas between',
      })
      .optional(),
  ),
  RATE_LIMIT_PER_MINUTE: optional(wholeNumber(1_000_000_000).default(DEFAULT_RATE_LIMIT_PER_MINUTE)),
  TRUST_PROXY: optional(wholeNumber(10).default(0)),
  PAYMENT_PROVIDERS: optional(
    z
      .string()
      .transform((text) => text.split(',').map((name) => name.trim()))
      .refine((names) => names.every((name) => providerNames.some((known) => known === name)), {
        error: `must be names with commas between, of: ${providerNames.join(', ')}`,
      })
      .transform((names) => providerNames.filter((name) => names.includes(name)))
      .optional(),
  ),
  PAYMENT_TIMEOUT_SECONDS: optional(wholeNumber(300).min(1, { error: 'must be at least 1' }).optional()),
  METRICS_TOKEN: optional(
    z.string().min(16, { error: 'must have at least 16 characters (openssl rand -hex 16)' }).optional(),
  ),
  SIGNING_KEYS: optional(z.string().optional()),
  PEPPER: optional(
    z
      .string()
      .regex(/^[A-Za-z0-9+/]{43}=$/, 'must be 32 random bytes in base64 (openssl rand -base64 32)')
      .optional(),
  ),
  SETUP_TOKEN: optional(
    z.string().min(16, { error: 'must have at least 16 characters (openssl rand -hex 16)' }).optional(),
  ),
});

/** How the server was told to run; every value has been checked. */
export interface Config {
  readonly production: boolean;
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string | undefined;
  readonly databaseOwnerUrl: string | undefined;
  /** Who the migrations grant the tables to, where it is not the role of `databaseUrl`. */
  readonly databaseAppRole: string | undefined;
  /** Absolute. Holds the embedded database and, in development, the secrets. */
  readonly dataDir: string;
  /** Absolute. The signed head of the audit chain: on another disk than the database, where that can be. */
  readonly auditHeadFile: string;
  /** Whether to bring the database up to date at start. */
  readonly migrate: boolean;
  /** Whether to fill an empty database with the demo shop. */
  readonly demoSeed: boolean;
  readonly logLevel: string;
  /** The origins whose pages may call the API; `:*` stands for every port. */
  readonly corsOrigins: readonly string[];
  /** Calls per minute of each token or address; 0: any number. */
  readonly rateLimitPerMinute: number;
  /** How many proxies stand before the server: their word about addresses is believed. */
  readonly trustedProxies: number;
  /** The payment providers that are connected. */
  readonly paymentProviders: readonly ProviderName[];
  /** How long an answer of theirs is waited for. Default: 20 seconds. */
  readonly paymentTimeoutMs: number | undefined;
  /** Who may read `/metrics`. */
  readonly metricsAccess: MetricsAccess;
  /** Private JWKs as JSON; made and kept in the data folder when it is left out in development. */
  readonly signingKeys: string | undefined;
  /** 32 bytes in base64; made and kept in the data folder when it is left out in development. */
  readonly pepper: string | undefined;
  readonly setupToken: string | undefined;
}

/** What is wrong with the environment, a line for each variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Reads the configuration; a wrong value is named with what it should be. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const result = Environment.safeParse(env);
  if (!result.success) {
    throw new ConfigError(
      result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('\n'),
    );
  }
  const values = result.data;
  const production = values.NODE_ENV === 'production';
  if (production) requireInProduction(values);
  const dataDir = path.resolve(REPOSITORY, values.DATA_DIR);
  return {
    production,
    port: values.PORT,
    host: values.HOST,
    databaseUrl: values.DATABASE_URL,
    databaseOwnerUrl: values.DATABASE_OWNER_URL,
    databaseAppRole: values.DATABASE_APP_ROLE,
    dataDir,
    auditHeadFile: path.resolve(REPOSITORY, values.AUDIT_HEAD_FILE ?? path.join(dataDir, 'audit-head.jws')),
    migrate: values.MIGRATE === undefined ? !production : values.MIGRATE === 'on',
    demoSeed: values.DEMO_SEED === undefined ? values.NODE_ENV === 'development' : values.DEMO_SEED === 'on',
    logLevel: values.LOG_LEVEL,
    corsOrigins: values.CORS_ORIGINS ?? (production ? [] : ['http://localhost:*']),
    rateLimitPerMinute: values.RATE_LIMIT_PER_MINUTE,
    trustedProxies: values.TRUST_PROXY,
    // What moves no money has no place where goods are handed over for it, unless somebody wants just that.
    paymentProviders: values.PAYMENT_PROVIDERS ?? (production ? [] : ['simulator']),
    paymentTimeoutMs: values.PAYMENT_TIMEOUT_SECONDS && values.PAYMENT_TIMEOUT_SECONDS * 1000,
    metricsAccess: metricsAccess(values.METRICS_TOKEN, production),
    signingKeys: values.SIGNING_KEYS,
    pepper: values.PEPPER,
    setupToken: values.SETUP_TOKEN,
  };
}

/** Nobody without a token in production: who reaches the shop's address is not for that told what it sells. */
function metricsAccess(token: string | undefined, production: boolean): MetricsAccess {
  if (token !== undefined) return { token };
  return production ? 'closed' : 'open';
}

function requireInProduction(values: z.infer<typeof Environment>): void {
  const missing = (['SIGNING_KEYS', 'PEPPER'] as const).filter((name) => values[name] === undefined);
  if (missing.length === 0) return;
  throw new ConfigError(
    missing
      .map((name) => `${name} must be set in production; "pnpm secrets" prints new ones (keep them safe)`)
      .join('\n'),
  );
}
