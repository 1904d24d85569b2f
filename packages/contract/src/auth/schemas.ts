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
/** A role: a built-in one by its name, or one of the merchant's own by its id. */
export const RoleId = z.union([RoleName, Id]).meta({
  description: "A built-in role by its name, or one of the merchant's own by its id.",
  example: 'cashier',
});
export type RoleId = z.infer<typeof RoleId>;

/** A PIN: 4 to 8 digits. */
export const Pin = z
  .string()
  .regex(/^\d{4,8}$/, 'must be 4 to 8 digits')
  .meta({ example: '4711' });

export const PermissionName = z.enum(permissionNames as [Permission, ...Permission[]]);

/** A role that someone holds, in one store or (storeId null) in all. */
export const RoleAssignment = z.strictObject({
  role: RoleId,
  storeId: Id.nullable().meta({ description: 'The store where the role is held; null: in all stores.' }),
});

/** The person behind a call. */
export const Me = z
  .object({
    id: Id,
    username: z.string().meta({
      description: 'The name to sign in with; of an API key a name with which nobody can.',
      example: 'cashier',
    }),
    name: z.string().meta({ example: 'Ada Cooper' }),
    roles: z.array(RoleAssignment),
    mustChangePassword: z.boolean().meta({ description: 'Whether auth.changePassword has to come first.' }),
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

export const RegisterInput = z.strictObject({
  username: Username,
  name: line(200).meta({ example: 'Ada Cooper' }),
  password: NewPassword,
});

export const ChangePasswordInput = z.strictObject({ currentPassword: Password, newPassword: NewPassword });

export const SetPinInput = z.strictObject({
  password: Password,
  pin: Pin.nullable().meta({
    description:
      'The new PIN; null removes it. Not one digit throughout (0000), nor counting up or down (1234).',
  }),
});

export const PinLoginInput = z.strictObject({ username: Username, pin: Pin });

/** One sign-in on one device. */
export const Session = z
  .object({
    id: Id,
    current: z.boolean().meta({ description: 'Whether it is the one of this call.' }),
    registerId: Id.nullable().meta({ description: 'The register where it was opened by PIN.' }),
    userAgent: z.string().nullable(),
    createdAt: Timestamp,
    lastUsedAt: Timestamp.meta({ description: 'When it was last refreshed.' }),
    expiresAt: Timestamp,
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof Session>;
