import { z } from 'zod';
import { type BuiltInRole, builtInRoleNames, type Permission, permissionNames } from '../permissions.ts';
import { Id } from '../shared/ids.ts';
import { Currency } from '../shared/places.ts';
import { line } from '../shared/text.ts';
import { Timestamp } from '../shared/time.ts';

/** What a person types to sign in. Lower case, so that two people cannot differ in case alone. */
export const Username = z
  .string()
  .min(2)
  .max(64)
  .regex(/^[a-z0-9](?:[a-z0-9._@+-]*[a-z0-9])?$/, 'must be lower-case letters, digits and . _ @ + - inside')
  .meta({ description: 'The name to sign in with.', example: 'cashier' });

/** A password that is being chosen: at least 10 characters, any characters. */
export const NewPassword = z.string().min(10).max(200).meta({ example: 'cashwrap-demo' });

/** A password that is being checked; its rules at the time it was chosen do not matter here. */
const Password = z.string().min(1).max(200).meta({ example: 'cashwrap-demo' });

export const RoleName = z.enum(builtInRoleNames as [BuiltInRole, ...BuiltInRole[]]);
export const PermissionName = z.enum(permissionNames as [Permission, ...Permission[]]);

/** A role that someone holds, in one store or (storeId null) in all. */
export const RoleAssignment = z.object({
  role: RoleName,
  storeId: Id.nullable().meta({ description: 'The store where the role is held; null: in all stores.' }),
});

/** The person behind a call. */
export const Me = z
  .object({
    id: Id,
    username: Username,
    name: z.string().meta({ example: 'Ada Cooper' }),
    roles: z.array(RoleAssignment),
    permissions: z
      .array(PermissionName)
      .meta({ description: 'Every permission held, in at least one store.' }),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

/** What a sign-in gives: a short-lived access token, and a refresh token that works once. */
export const TokenPair = z
  .object({
    tokenType: z.literal('Bearer'),
    accessToken: z.string().meta({ description: 'Send it as Authorization: Bearer …' }),
    accessTokenExpiresAt: Timestamp,
    refreshToken: z.string().meta({ description: 'Exchanges for a new pair, once.' }),
    refreshTokenExpiresAt: Timestamp,
    user: Me,
  })
  .meta({ id: 'TokenPair' });
export type TokenPair = z.infer<typeof TokenPair>;

export const SetupInput = z.strictObject({
  setupToken: z.string().min(1).max(200).meta({
    description: 'The SETUP_TOKEN of the server; in development the console prints one.',
  }),
  merchantName: line(200).meta({ example: 'Corner Shop Ltd' }),
  currency: Currency.meta({
    description: 'The currency of the catalogue prices; it cannot be changed later.',
  }),
  owner: z.strictObject({
    username: Username,
    name: line(200).meta({ example: 'Ada Cooper' }),
    password: NewPassword,
  }),
});

export const LoginInput = z.strictObject({ username: Username, password: Password });

export const RefreshInput = z.strictObject({ refreshToken: z.string().min(1).max(200) });
