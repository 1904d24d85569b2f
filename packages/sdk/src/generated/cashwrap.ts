// Generated from the contract by `pnpm gen`. Do not edit.
import type {
  CashwrapContract,
  InputOf,
  OutputOf,
  ApiKey,
  Approval,
  ApprovalRequest,
  AuditVerification,
  CashMovement,
  CashUp,
  Category,
  CountResult,
  CreatedApiKey,
  CsvFile,
  Customer,
  CustomerGroup,
  Dashboard,
  DiscountEvaluation,
  DiscountRule,
  Employee,
  Exchange,
  GiftCard,
  GiftCardLiability,
  GoodsReceipt,
  ImportResult,
  IngestedSales,
  IssuedGiftCard,
  LoyaltyMembership,
  LoyaltyProgram,
  MarkReadResult,
  Me,
  MerchantSettings,
  MoneyAccountEntry,
  NotificationPreferences,
  OrderSuggestedResult,
  PersonalData,
  PointsEntry,
  PriceList,
  Product,
  PurchaseOrder,
  PurchaseOrderDocument,
  Register,
  RegisterPairing,
  Return,
  ReturnQuote,
  Role,
  Sale,
  SaleFlag,
  SalePayment,
  SaleQuote,
  ScannedProduct,
  SetPricesResult,
  SetReorderPointsResult,
  SetSupplierProductsResult,
  Shift,
  StockAdjustment,
  Stocktake,
  Store,
  StoreCredit,
  StoreSettings,
  Supplier,
  SupplierReturn,
  TaxCategory,
  TaxRate,
  Timecard,
  TokenPair,
  Transaction,
  Transfer,
  UncountResult,
  UnreadCount,
  User,
  XReport,
  ZReport,
} from '@cashwrap/contract';
import type { CallOptions, MutationOptions } from '../options.ts';
import type { ListOf, Method, SubscriptionMethod } from '../types.ts';

/** The client: a method for every operation of the contract, in the same groups. */
export interface Cashwrap {
  readonly auth: {
    /**
     * Set up an empty system: the merchant and its first owner.
     *
     * Open to everyone. REST: `POST /v1/auth/setup`.
     *
     * Errors of its own: `INVALID_SETUP_TOKEN`, `ALREADY_SET_UP`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.auth.setup({
     *   setupToken: 'the-setup-token-of-the-log',
     *   merchantName: 'Another Shop',
     *   currency: 'EUR',
     *   owner: { username: 'second', name: 'Second Owner', password: 'cashwrap-demo' },
     * });
     * console.log(answer);
     * ```
     */
    setup(input: InputOf<CashwrapContract['auth']['setup']>, options?: CallOptions): Promise<TokenPair>;

    /**
     * Sign up by oneself, where the settings allow it, as a cashier of the store that they name.
     *
     * From one address only a few can sign up in a short time, whether it works or not.
     *
     * Open to everyone. REST: `POST /v1/auth/register`.
     *
     * Errors of its own: `REGISTRATION_DISABLED`, `ALREADY_EXISTS`, `LOCKED_OUT`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.auth.register({ username: 'ada', name: 'New', password: 'cashwrap-demo' });
     * console.log(answer);
     * ```
     */
    register(input: InputOf<CashwrapContract['auth']['register']>, options?: CallOptions): Promise<TokenPair>;

    /**
     * Sign in with user name and password.
     *
     * Open to everyone. REST: `POST /v1/auth/login`.
     *
     * Errors of its own: `INVALID_CREDENTIALS`, `LOCKED_OUT`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.auth.login({ username: 'owner', password: 'cashwrap-demo' });
     * console.log(answer);
     * ```
     */
    login(input: InputOf<CashwrapContract['auth']['login']>, options?: CallOptions): Promise<TokenPair>;

    /**
     * Sign in by PIN at a paired register.
     *
     * The register proves itself by its token in the header Register-Token.
     *
     * The option `registerToken`, here or of the client, tells which register.
     *
     * Open to everyone. REST: `POST /v1/auth/pin-login`.
     *
     * Errors of its own: `INVALID_REGISTER_TOKEN`, `INVALID_CREDENTIALS`, `LOCKED_OUT`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.auth.pinLogin({ username: 'owner', pin: '4711' });
     * console.log(answer);
     * ```
     */
    pinLogin(input: InputOf<CashwrapContract['auth']['pinLogin']>, options?: CallOptions): Promise<TokenPair>;

    /**
     * Exchange a refresh token for a new pair of tokens.
     *
     * Each refresh token works once. Using one again ends every session that came from the same sign-in, because somebody else may have it; only within a few seconds of its first use, when an answer may have been lost, it gives another pair.
     *
     * Open to everyone. REST: `POST /v1/auth/refresh`.
     *
     * Errors of its own: `INVALID_REFRESH_TOKEN`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.auth.refresh({ refreshToken: 'the-refresh-token-of-this-session' });
     * console.log(answer);
     * ```
     */
    refresh(input: InputOf<CashwrapContract['auth']['refresh']>, options?: CallOptions): Promise<TokenPair>;

    /**
     * Sign out: end the session of the access token.
     *
     * For whoever is signed in. REST: `POST /v1/auth/logout`.
     *
     * @example
     * ```ts
     * await cashwrap.auth.logout();
     * ```
     */
    logout(input?: InputOf<CashwrapContract['auth']['logout']>, options?: CallOptions): Promise<void>;

    /**
     * End every session that you have, this one too.
     *
     * For whoever is signed in. REST: `POST /v1/auth/logout-everywhere`.
     *
     * @example
     * ```ts
     * await cashwrap.auth.logoutEverywhere();
     * ```
     */
    logoutEverywhere(input?: InputOf<CashwrapContract['auth']['logoutEverywhere']>, options?: CallOptions): Promise<void>;

    /**
     * Change your password; every other session of yours ends.
     *
     * For whoever is signed in. REST: `POST /v1/auth/change-password`.
     *
     * Errors of its own: `INVALID_CREDENTIALS`, `LOCKED_OUT`.
     *
     * @example
     * ```ts
     * await cashwrap.auth.changePassword({ currentPassword: 'cashwrap-demo', newPassword: 'another-test-password' });
     * ```
     */
    changePassword(input: InputOf<CashwrapContract['auth']['changePassword']>, options?: CallOptions): Promise<void>;

    /**
     * Set or remove the PIN with which you sign in at a register.
     *
     * For whoever is signed in. REST: `POST /v1/auth/set-pin`.
     *
     * Errors of its own: `INVALID_CREDENTIALS`, `LOCKED_OUT`.
     *
     * @example
     * ```ts
     * await cashwrap.auth.setPin({ password: 'cashwrap-demo', pin: '4711' });
     * ```
     */
    setPin(input: InputOf<CashwrapContract['auth']['setPin']>, options?: CallOptions): Promise<void>;

    readonly sessions: {
      /**
       * List your sessions.
       *
       * For whoever is signed in. REST: `GET /v1/auth/sessions`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.auth.sessions.list();
       * console.log(answer);
       * ```
       */
      list(input?: InputOf<CashwrapContract['auth']['sessions']['list']>, options?: CallOptions): Promise<OutputOf<CashwrapContract['auth']['sessions']['list']>>;

      /**
       * End one of your sessions.
       *
       * For whoever is signed in. REST: `DELETE /v1/auth/sessions/{id}`.
       *
       * Errors of its own: `NOT_FOUND`.
       *
       * @example
       * ```ts
       * await cashwrap.auth.sessions.revoke({ id: '019cadc6-9a80-730f-855e-89db7ea5aaca' });
       * ```
       */
      revoke(input: InputOf<CashwrapContract['auth']['sessions']['revoke']>, options?: CallOptions): Promise<void>;
    };

    /**
     * Who is signed in, with roles and permissions.
     *
     * For whoever is signed in. REST: `GET /v1/auth/me`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.auth.me();
     * console.log(answer);
     * ```
     */
    me(input?: InputOf<CashwrapContract['auth']['me']>, options?: CallOptions): Promise<Me>;
  };

  readonly users: {
    /**
     * List and search users.
     *
     * Those who hold a role in a store where you hold the permission, or for all stores; with the permission for all stores, everybody. Of their roles those in other stores are left out.
     *
     * Takes the permission `users.read` in the store `storeId`. REST: `GET /v1/users`.
     *
     * Errors of its own: `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.users.list({ search: 'o', active: true, limit: 10 })) console.log(item);
     * ```
     */
    list(input?: InputOf<CashwrapContract['users']['list']>, options?: CallOptions): ListOf<CashwrapContract['users']['list']>;

    /**
     * Get a user.
     *
     * One whom you can list; others answer like one that does not exist.
     *
     * Takes the permission `users.read` in the store `storeId`. REST: `GET /v1/users/{id}`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.users.get({ id: '019cadc6-9a80-743b-8e09-d83f7b87f4ae' });
     * console.log(answer);
     * ```
     */
    get(input: InputOf<CashwrapContract['users']['get']>, options?: CallOptions): Promise<User>;

    /**
     * Add a user.
     *
     * Nobody can give a role with a permission that they do not hold themselves, where they hold it.
     *
     * Takes the permission `users.manage` for the whole business. REST: `POST /v1/users`.
     *
     * Errors of its own: `ALREADY_EXISTS`, `INVALID_REFERENCE`, `PERMISSION_NOT_HELD`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.users.create({
     *   username: 'ada',
     *   name: 'Ada Cooper',
     *   password: 'cashwrap-demo',
     *   roles: [{ role: 'cashier', storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4' }],
     * });
     * console.log(answer);
     * ```
     */
    create(input: InputOf<CashwrapContract['users']['create']>, options?: CallOptions): Promise<User>;

    /**
     * Change a user and the roles held.
     *
     * Takes the permission `users.manage` for the whole business. REST: `PATCH /v1/users/{id}`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `ALREADY_EXISTS`, `INVALID_REFERENCE`, `PERMISSION_NOT_HELD`, `LAST_OWNER`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.users.update({ id: '019cadc6-9a80-743b-8e09-d83f7b87f4ae', version: 1, name: 'Ada Cooper' });
     * console.log(answer);
     * ```
     */
    update(input: InputOf<CashwrapContract['users']['update']>, options?: MutationOptions): Promise<User>;

    /**
     * Deactivate a user: every session ends at once.
     *
     * Takes the permission `users.manage` for the whole business. REST: `POST /v1/users/{id}/deactivate`.
     *
     * Errors of its own: `NOT_FOUND`, `PERMISSION_NOT_HELD`, `LAST_OWNER`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.users.deactivate({ id: '019cadc6-9a80-743b-8e09-d83f7b87f4ae' });
     * console.log(answer);
     * ```
     */
    deactivate(input: InputOf<CashwrapContract['users']['deactivate']>, options?: MutationOptions): Promise<User>;

    /**
     * Let a deactivated user sign in again.
     *
     * Takes the permission `users.manage` for the whole business. REST: `POST /v1/users/{id}/reactivate`.
     *
     * Errors of its own: `NOT_FOUND`, `PERMISSION_NOT_HELD`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.users.reactivate({ id: '019cadc6-9a80-743b-8e09-d83f7b87f4ae' });
     * console.log(answer);
     * ```
     */
    reactivate(input: InputOf<CashwrapContract['users']['reactivate']>, options?: MutationOptions): Promise<User>;

    /**
     * Give a user a password for once, and end every session.
     *
     * Takes the permission `users.manage` for the whole business. REST: `POST /v1/users/{id}/reset-password`.
     *
     * Errors of its own: `NOT_FOUND`, `PERMISSION_NOT_HELD`.
     *
     * @example
     * ```ts
     * await cashwrap.users.resetPassword({ id: '019cadc6-9a80-743b-8e09-d83f7b87f4ae', password: 'a-password-for-once' });
     * ```
     */
    resetPassword(input: InputOf<CashwrapContract['users']['resetPassword']>, options?: CallOptions): Promise<void>;

    /**
     * Remove the PIN of a user and any lockout; the user sets a new one.
     *
     * Of somebody whom you can list, and who holds nothing that you do not hold where they hold it.
     *
     * Takes the permission `users.reset_pin` in the store `storeId`. REST: `POST /v1/users/{id}/reset-pin`.
     *
     * Errors of its own: `NOT_FOUND`, `PERMISSION_NOT_HELD`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.users.resetPin({ id: '019cadc6-9a80-743b-8e09-d83f7b87f4ae' });
     * console.log(answer);
     * ```
     */
    resetPin(input: InputOf<CashwrapContract['users']['resetPin']>, options?: MutationOptions): Promise<User>;
  };

  readonly roles: {
    /**
     * List all roles, built-in ones first.
     *
     * Takes the permission `roles.read` in any store. REST: `GET /v1/roles`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.roles.list();
     * console.log(answer);
     * ```
     */
    list(input?: InputOf<CashwrapContract['roles']['list']>, options?: CallOptions): Promise<OutputOf<CashwrapContract['roles']['list']>>;

    /**
     * Get a role.
     *
     * Takes the permission `roles.read` in any store. REST: `GET /v1/roles/{id}`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.roles.get({ id: '019cadc6-9a80-70ae-890a-6bb009780522' });
     * console.log(answer);
     * ```
     */
    get(input: InputOf<CashwrapContract['roles']['get']>, options?: CallOptions): Promise<Role>;

    /**
     * Make an own role, of permissions that you hold.
     *
     * Takes the permission `roles.manage` for the whole business. REST: `POST /v1/roles`.
     *
     * Errors of its own: `ALREADY_EXISTS`, `PERMISSION_NOT_HELD`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.roles.create({ name: 'Trainer', permissions: ['sales.read', 'sales.create'] });
     * console.log(answer);
     * ```
     */
    create(input: InputOf<CashwrapContract['roles']['create']>, options?: MutationOptions): Promise<Role>;

    /**
     * Change an own role; whoever holds it is affected at once.
     *
     * Takes the permission `roles.manage` for the whole business. REST: `PATCH /v1/roles/{id}`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `ALREADY_EXISTS`, `PERMISSION_NOT_HELD`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.roles.update({ id: '019cadc6-9a80-70ae-890a-6bb009780522', version: 1, name: 'Trainer' });
     * console.log(answer);
     * ```
     */
    update(input: InputOf<CashwrapContract['roles']['update']>, options?: MutationOptions): Promise<Role>;

    /**
     * Delete an own role that nobody holds, of permissions that you hold.
     *
     * Takes the permission `roles.manage` for the whole business. REST: `DELETE /v1/roles/{id}`.
     *
     * Errors of its own: `NOT_FOUND`, `ROLE_IN_USE`, `PERMISSION_NOT_HELD`.
     *
     * @example
     * ```ts
     * await cashwrap.roles.delete({ id: '019cadc6-9a80-70ae-890a-6bb009780522' });
     * ```
     */
    delete(input: InputOf<CashwrapContract['roles']['delete']>, options?: MutationOptions): Promise<void>;
  };

  readonly permissions: {
    /**
     * List every permission with what it lets a person do.
     *
     * For whoever is signed in. REST: `GET /v1/permissions`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.permissions.list();
     * console.log(answer);
     * ```
     */
    list(input?: InputOf<CashwrapContract['permissions']['list']>, options?: CallOptions): Promise<OutputOf<CashwrapContract['permissions']['list']>>;
  };

  readonly apiKeys: {
    /**
     * Make an API key, of permissions that you hold; its secret is shown this once.
     *
     * Takes the permission `api_keys.manage` for the whole business. REST: `POST /v1/api-keys`.
     *
     * Errors of its own: `INVALID_REFERENCE`, `PERMISSION_NOT_HELD`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.apiKeys.create({
     *   name: 'Web shop',
     *   permissions: ['stores.read', 'products.read'],
     *   storeIds: ['019cadc6-9a80-7031-8bb3-d19463a961b4'],
     * });
     * console.log(answer);
     * ```
     */
    create(input: InputOf<CashwrapContract['apiKeys']['create']>, options?: CallOptions): Promise<CreatedApiKey>;

    /**
     * Get an API key, without its secret.
     *
     * Takes the permission `api_keys.manage` in the store `storeId`. REST: `GET /v1/api-keys/{id}`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.apiKeys.get({ id: '019cadc6-9a80-76e7-8899-6b9883e3d1a3' });
     * console.log(answer);
     * ```
     */
    get(input: InputOf<CashwrapContract['apiKeys']['get']>, options?: CallOptions): Promise<ApiKey>;

    /**
     * List API keys.
     *
     * Those that may act in a store where you hold the permission.
     *
     * Takes the permission `api_keys.manage` in the store `storeId`. REST: `GET /v1/api-keys`.
     *
     * Errors of its own: `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.apiKeys.list({ sort: 'createdAt' })) console.log(item);
     * ```
     */
    list(input?: InputOf<CashwrapContract['apiKeys']['list']>, options?: CallOptions): ListOf<CashwrapContract['apiKeys']['list']>;

    /**
     * Revoke an API key: it is refused at once.
     *
     * Takes the permission `api_keys.manage` for the whole business. REST: `POST /v1/api-keys/{id}/revoke`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.apiKeys.revoke({ id: '019cadc6-9a80-76e7-8899-6b9883e3d1a3' });
     * console.log(answer);
     * ```
     */
    revoke(input: InputOf<CashwrapContract['apiKeys']['revoke']>, options?: MutationOptions): Promise<ApiKey>;
  };

  readonly employees: {
    /**
     * List and search staff.
     *
     * Takes the permission `employees.read` in the store `storeId`. REST: `GET /v1/employees`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.employees.list({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', search: 'assist', employed: true })) console.log(item);
     * ```
     */
    list(input?: InputOf<CashwrapContract['employees']['list']>, options?: CallOptions): ListOf<CashwrapContract['employees']['list']>;

    /**
     * Get a staff record.
     *
     * Takes the permission `employees.read` in the store of the employee. REST: `GET /v1/employees/{id}`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.employees.get({ id: '019cadc6-9a80-75c5-8b93-81b73a4788c8' });
     * console.log(answer);
     * ```
     */
    get(input: InputOf<CashwrapContract['employees']['get']>, options?: CallOptions): Promise<Employee>;

    /**
     * Add a staff record.
     *
     * Takes the permission in each of the stores where the person works. The user must be one whom you can see, with no power over people that you do not hold (PERMISSION_NOT_HELD), and not your own unless you own the whole business.
     *
     * Takes the permission `employees.manage` in the store `storeId`. REST: `POST /v1/employees`.
     *
     * Errors of its own: `INVALID_REFERENCE`, `ALREADY_EXISTS`, `FORBIDDEN`, `PERMISSION_NOT_HELD`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.employees.create({
     *   name: 'Ada Lovelace',
     *   position: 'Assistant',
     *   storeIds: ['019cadc6-9a80-7031-8bb3-d19463a961b4'],
     *   hiredOn: '2026-01-01',
     *   email: 'ada@example.com',
     *   note: 'Keys to the back door',
     * });
     * console.log(answer);
     * ```
     */
    create(input: InputOf<CashwrapContract['employees']['create']>, options?: MutationOptions): Promise<Employee>;

    /**
     * Change a staff record.
     *
     * Takes the permission in each of the stores where the person works, and is to work. Not for somebody who holds power over people that you do not hold (PERMISSION_NOT_HELD). Of your own record you change name, email and phone alone, unless you own the whole business.
     *
     * Takes the permission `employees.manage` in the store of the employee. REST: `PATCH /v1/employees/{id}`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `INVALID_REFERENCE`, `ALREADY_EXISTS`, `PERMISSION_NOT_HELD`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.employees.update({ id: '019cadc6-9a80-74a8-873f-6cdaf45cc739', version: 1, position: 'Team lead' });
     * console.log(answer);
     * ```
     */
    update(input: InputOf<CashwrapContract['employees']['update']>, options?: MutationOptions): Promise<Employee>;

    /**
     * Record that a person leaves.
     *
     * The user that the person signs in as is not touched: deactivate it beside. The last day is worked still; given again, it is corrected. Neither for yourself, unless you own the whole business, nor for somebody who holds power over people that you do not hold (PERMISSION_NOT_HELD).
     *
     * Takes the permission `employees.manage` in the store of the employee. REST: `POST /v1/employees/{id}/terminate`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `PERMISSION_NOT_HELD`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.employees.terminate({ id: '019cadc6-9a80-7c9e-8c74-6f2a70260432', version: 1, terminatedOn: '2026-06-30' });
     * console.log(answer);
     * ```
     */
    terminate(input: InputOf<CashwrapContract['employees']['terminate']>, options?: MutationOptions): Promise<Employee>;

    /**
     * List what a person did, from the audit log.
     *
     * What their user did in the stores where you hold the permission. Takes employees.read beside.
     *
     * Takes the permission `audit_log.read` in the store of the employee. REST: `GET /v1/employees/{id}/activity`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.employees.activity({ id: '019cadc6-9a80-75c5-8b93-81b73a4788c8' })) console.log(item);
     * ```
     */
    activity(input: InputOf<CashwrapContract['employees']['activity']>, options?: CallOptions): ListOf<CashwrapContract['employees']['activity']>;

    /**
     * List what a person sold.
     *
     * What their user rang up in the stores where you hold the permission. Takes employees.read beside.
     *
     * Takes the permission `sales.read` in the store of the employee. REST: `GET /v1/employees/{id}/sales`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.employees.sales({ id: '019cadc6-9a80-75c5-8b93-81b73a4788c8', businessDateFrom: '2020-01-01' })) console.log(item);
     * ```
     */
    sales(input: InputOf<CashwrapContract['employees']['sales']>, options?: CallOptions): ListOf<CashwrapContract['employees']['sales']>;
  };

  readonly timecards: {
    /**
     * Begin to work in a store.
     *
     * For the staff record that is linked to your user, in a store that it names. A person has one open timecard at the most.
     *
     * Takes the permission `timecards.clock` in the store `storeId`. REST: `POST /v1/timecards/clock-in`.
     *
     * Errors of its own: `NOT_FOUND`, `NO_EMPLOYEE`, `NOT_EMPLOYED`, `ALREADY_CLOCKED_IN`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.timecards.clockIn({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4' });
     * console.log(answer);
     * ```
     */
    clockIn(input: InputOf<CashwrapContract['timecards']['clockIn']>, options?: MutationOptions): Promise<Timecard>;

    /**
     * Begin a break.
     *
     * For whoever is signed in. REST: `POST /v1/timecards/start-break`.
     *
     * Errors of its own: `NO_EMPLOYEE`, `NOT_CLOCKED_IN`, `ON_BREAK`, `INVALID_TIMECARD`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.timecards.startBreak();
     * console.log(answer);
     * ```
     */
    startBreak(input?: InputOf<CashwrapContract['timecards']['startBreak']>, options?: MutationOptions): Promise<Timecard>;

    /**
     * End the break.
     *
     * For whoever is signed in. REST: `POST /v1/timecards/end-break`.
     *
     * Errors of its own: `NO_EMPLOYEE`, `NOT_CLOCKED_IN`, `NOT_ON_BREAK`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.timecards.endBreak();
     * console.log(answer);
     * ```
     */
    endBreak(input?: InputOf<CashwrapContract['timecards']['endBreak']>, options?: MutationOptions): Promise<Timecard>;

    /**
     * Stop working; an open break ends with it.
     *
     * For whoever is signed in. REST: `POST /v1/timecards/clock-out`.
     *
     * Errors of its own: `NO_EMPLOYEE`, `NOT_CLOCKED_IN`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.timecards.clockOut();
     * console.log(answer);
     * ```
     */
    clockOut(input?: InputOf<CashwrapContract['timecards']['clockOut']>, options?: MutationOptions): Promise<Timecard>;

    /**
     * Your open timecard, if any.
     *
     * For whoever is signed in. REST: `GET /v1/timecards/current`.
     *
     * Errors of its own: `NO_EMPLOYEE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.timecards.current();
     * console.log(answer);
     * ```
     */
    current(input?: InputOf<CashwrapContract['timecards']['current']>, options?: CallOptions): Promise<OutputOf<CashwrapContract['timecards']['current']>>;

    /**
     * Get a timecard.
     *
     * Takes the permission `timecards.read` in the store of the timecard. REST: `GET /v1/timecards/{id}`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.timecards.get({ id: '019cadc6-9a80-7c0f-8154-ee427dc584fc' });
     * console.log(answer);
     * ```
     */
    get(input: InputOf<CashwrapContract['timecards']['get']>, options?: CallOptions): Promise<Timecard>;

    /**
     * List timecards.
     *
     * Takes the permission `timecards.read` in the store `storeId`. REST: `GET /v1/timecards`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.timecards.list({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', open: false })) console.log(item);
     * ```
     */
    list(input?: InputOf<CashwrapContract['timecards']['list']>, options?: CallOptions): ListOf<CashwrapContract['timecards']['list']>;

    /**
     * Add a timecard that was forgotten, with a reason.
     *
     * For somebody who works in the store, by the staff record, on that day. Not for yourself, unless you own the whole business. Time that the person has been at work by another timecard is INVALID_TIMECARD.
     *
     * Takes the permission `timecards.manage` in the store `storeId`. REST: `POST /v1/timecards`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_REFERENCE`, `NOT_EMPLOYED`, `ALREADY_CLOCKED_IN`, `INVALID_TIMECARD`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.timecards.create({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   employeeId: '019cadc6-9a80-75c5-8b93-81b73a4788c8',
     *   clockedInAt: '2026-01-02T03:27:00.000Z',
     *   clockedOutAt: '2026-01-02T03:28:00.000Z',
     *   reason: 'Forgot to clock in',
     * });
     * console.log(answer);
     * ```
     */
    create(input: InputOf<CashwrapContract['timecards']['create']>, options?: MutationOptions): Promise<Timecard>;

    /**
     * Correct a timecard, with a reason.
     *
     * Ends and breaks are put as they were: clockedOutAt null opens it again. An end without breaks ends an open break with it. Times that contradict each other or lie in the future are INVALID_INPUT; where they do not fit what was left out, or another timecard of the person, INVALID_TIMECARD. Nobody corrects their own, unless they own the whole business.
     *
     * Takes the permission `timecards.manage` in the store of the timecard. REST: `PATCH /v1/timecards/{id}`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `NOT_EMPLOYED`, `ALREADY_CLOCKED_IN`, `INVALID_TIMECARD`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.timecards.update({ id: '019cadc6-9a80-7c0f-8154-ee427dc584fc', version: 2, reason: 'Seen' });
     * console.log(answer);
     * ```
     */
    update(input: InputOf<CashwrapContract['timecards']['update']>, options?: MutationOptions): Promise<Timecard>;

    /**
     * Add up worked time by day or week.
     *
     * A timecard that goes over midnight counts on both days, by the store’s own clock. Open timecards do not count yet. A week holds those of its days that are asked for.
     *
     * Takes the permission `timecards.read` in the store `storeId`. REST: `GET /v1/timecards/totals`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.timecards.totals({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', from: '2026-01-01', to: '2026-12-31' });
     * console.log(answer);
     * ```
     */
    totals(input: InputOf<CashwrapContract['timecards']['totals']>, options?: CallOptions): Promise<OutputOf<CashwrapContract['timecards']['totals']>>;
  };

  readonly stores: {
    /**
     * Open a store.
     *
     * The store gets a virtual register without cash drawer, for sales that no till makes.
     *
     * Takes the permission `stores.create` for the whole business. REST: `POST /v1/stores`.
     *
     * Errors of its own: `ALREADY_EXISTS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.stores.create({ name: 'Harbour Street', timeZone: 'Europe/Paris', pricesIncludeTax: false });
     * console.log(answer);
     * ```
     */
    create(input: InputOf<CashwrapContract['stores']['create']>, options?: MutationOptions): Promise<Store>;

    /**
     * Get a store.
     *
     * Takes the permission `stores.read` in the store of the store. REST: `GET /v1/stores/{id}`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.stores.get({ id: '019cadc6-9a80-7031-8bb3-d19463a961b4' });
     * console.log(answer);
     * ```
     */
    get(input: InputOf<CashwrapContract['stores']['get']>, options?: CallOptions): Promise<Store>;

    /**
     * List the stores that you may see.
     *
     * Takes the permission `stores.read` in the store `storeId`. REST: `GET /v1/stores`.
     *
     * Errors of its own: `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.stores.list({ limit: 10 })) console.log(item);
     * ```
     */
    list(input?: InputOf<CashwrapContract['stores']['list']>, options?: CallOptions): ListOf<CashwrapContract['stores']['list']>;
  };

  readonly registers: {
    /**
     * Add a till to a store.
     *
     * Takes the permission `registers.create` in the store `storeId`. REST: `POST /v1/registers`.
     *
     * Errors of its own: `NOT_FOUND`, `ALREADY_EXISTS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.registers.create({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', name: 'Till 4' });
     * console.log(answer);
     * ```
     */
    create(input: InputOf<CashwrapContract['registers']['create']>, options?: MutationOptions): Promise<Register>;

    /**
     * Get a register.
     *
     * Takes the permission `registers.read` in the store of the register. REST: `GET /v1/registers/{id}`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.registers.get({ id: '019cadc6-9a80-7b06-8146-f497e8ba6eb7' });
     * console.log(answer);
     * ```
     */
    get(input: InputOf<CashwrapContract['registers']['get']>, options?: CallOptions): Promise<Register>;

    /**
     * List registers.
     *
     * Takes the permission `registers.read` in the store `storeId`. REST: `GET /v1/registers`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.registers.list({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', kind: 'till' })) console.log(item);
     * ```
     */
    list(input?: InputOf<CashwrapContract['registers']['list']>, options?: CallOptions): ListOf<CashwrapContract['registers']['list']>;

    /**
     * Rename a register.
     *
     * Takes the permission `registers.update` in the store of the register. REST: `PATCH /v1/registers/{id}`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `ALREADY_EXISTS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.registers.rename({ id: '019cadc6-9a80-700f-89af-b969b7736598', version: 1, name: 'Till 4' });
     * console.log(answer);
     * ```
     */
    rename(input: InputOf<CashwrapContract['registers']['rename']>, options?: MutationOptions): Promise<Register>;

    /**
     * Pair a device with a register: gives the token by which it proves itself.
     *
     * A device that was paired before is unpaired.
     *
     * Takes the permission `registers.update` in the store of the register. REST: `POST /v1/registers/{id}/pair`.
     *
     * Errors of its own: `NOT_FOUND`, `REGISTER_RETIRED`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.registers.pair({ id: '019cadc6-9a80-700f-89af-b969b7736598' });
     * console.log(answer);
     * ```
     */
    pair(input: InputOf<CashwrapContract['registers']['pair']>, options?: CallOptions): Promise<RegisterPairing>;

    /**
     * Retire a register: it sells no more, its sales stay.
     *
     * Takes the permission `registers.update` in the store of the register. REST: `POST /v1/registers/{id}/retire`.
     *
     * Errors of its own: `NOT_FOUND`, `SHIFT_OPEN`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.registers.retire({ id: '019cadc6-9a80-700f-89af-b969b7736598' });
     * console.log(answer);
     * ```
     */
    retire(input: InputOf<CashwrapContract['registers']['retire']>, options?: MutationOptions): Promise<Register>;
  };

  readonly taxCategories: {
    /**
     * Add a tax category.
     *
     * Takes the permission `taxes.create` for the whole business. REST: `POST /v1/tax-categories`.
     *
     * Errors of its own: `ALREADY_EXISTS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.taxCategories.create({ name: 'Books' });
     * console.log(answer);
     * ```
     */
    create(input: InputOf<CashwrapContract['taxCategories']['create']>, options?: MutationOptions): Promise<TaxCategory>;

    /**
     * Rename a tax category.
     *
     * Takes the permission `taxes.update` for the whole business. REST: `PATCH /v1/tax-categories/{id}`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `ALREADY_EXISTS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.taxCategories.update({ id: '019cadc6-9a80-73ee-8795-80c4f480f5bd', version: 1, name: 'Books' });
     * console.log(answer);
     * ```
     */
    update(input: InputOf<CashwrapContract['taxCategories']['update']>, options?: MutationOptions): Promise<TaxCategory>;

    /**
     * Get a tax category.
     *
     * Takes the permission `taxes.read` in any store. REST: `GET /v1/tax-categories/{id}`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.taxCategories.get({ id: '019cadc6-9a80-77a5-8b5f-5afc6d44d72a' });
     * console.log(answer);
     * ```
     */
    get(input: InputOf<CashwrapContract['taxCategories']['get']>, options?: CallOptions): Promise<TaxCategory>;

    /**
     * List tax categories.
     *
     * Takes the permission `taxes.read` in any store. REST: `GET /v1/tax-categories`.
     *
     * Errors of its own: `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.taxCategories.list({ sort: '-name' })) console.log(item);
     * ```
     */
    list(input?: InputOf<CashwrapContract['taxCategories']['list']>, options?: CallOptions): ListOf<CashwrapContract['taxCategories']['list']>;
  };

  readonly taxRates: {
    /**
     * Add a tax rate to a store.
     *
     * Refused where it overlaps a rate of the same name for the same store and tax category.
     *
     * Takes the permission `taxes.create` in the store `storeId`. REST: `POST /v1/tax-rates`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_REFERENCE`, `ALREADY_EXISTS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.taxRates.create({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   taxCategoryId: '019cadc6-9a80-77a5-8b5f-5afc6d44d72a',
     *   name: 'City levy',
     *   percentage: 8.875,
     *   validFrom: '2026-01-01',
     * });
     * console.log(answer);
     * ```
     */
    create(input: InputOf<CashwrapContract['taxRates']['create']>, options?: MutationOptions): Promise<TaxRate>;

    /**
     * Change a tax rate from now on, or end it.
     *
     * For a new percentage end the old rate and add another: then each day has its own.
     *
     * Takes the permission `taxes.update` in the store of the tax rate. REST: `PATCH /v1/tax-rates/{id}`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `ALREADY_EXISTS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.taxRates.update({ id: '019cadc6-9a80-78fa-8fcf-0087cec8815f', version: 1, name: 'City levy' });
     * console.log(answer);
     * ```
     */
    update(input: InputOf<CashwrapContract['taxRates']['update']>, options?: MutationOptions): Promise<TaxRate>;

    /**
     * Get a tax rate.
     *
     * Takes the permission `taxes.read` in the store of the tax rate. REST: `GET /v1/tax-rates/{id}`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.taxRates.get({ id: '019cadc6-9a80-7478-8ffc-f12f1295d3f1' });
     * console.log(answer);
     * ```
     */
    get(input: InputOf<CashwrapContract['taxRates']['get']>, options?: CallOptions): Promise<TaxRate>;

    /**
     * List tax rates.
     *
     * Takes the permission `taxes.read` in the store `storeId`. REST: `GET /v1/tax-rates`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.taxRates.list({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', validOn: '2026-06-01' })) console.log(item);
     * ```
     */
    list(input?: InputOf<CashwrapContract['taxRates']['list']>, options?: CallOptions): ListOf<CashwrapContract['taxRates']['list']>;
  };

  readonly categories: {
    /**
     * List categories.
     *
     * Takes the permission `products.read` in any store. REST: `GET /v1/categories`.
     *
     * Errors of its own: `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.categories.list({ sort: '-name', limit: 10 })) console.log(item);
     * ```
     */
    list(input?: InputOf<CashwrapContract['categories']['list']>, options?: CallOptions): ListOf<CashwrapContract['categories']['list']>;

    /**
     * Get a category.
     *
     * Takes the permission `products.read` in any store. REST: `GET /v1/categories/{id}`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.categories.get({ id: '019cadc6-9a80-79fd-839c-46bcab2673e8' });
     * console.log(answer);
     * ```
     */
    get(input: InputOf<CashwrapContract['categories']['get']>, options?: CallOptions): Promise<Category>;

    /**
     * Add a category.
     *
     * Takes the permission `products.create` for the whole business. REST: `POST /v1/categories`.
     *
     * Errors of its own: `INVALID_REFERENCE`, `ALREADY_EXISTS`, `CATEGORY_TOO_DEEP`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.categories.create({ name: 'Filter coffee', parentId: '019cadc6-9a80-79fd-839c-46bcab2673e8' });
     * console.log(answer);
     * ```
     */
    create(input: InputOf<CashwrapContract['categories']['create']>, options?: MutationOptions): Promise<Category>;

    /**
     * Rename a category, or move it with all that is below it.
     *
     * Takes the permission `products.update` for the whole business. REST: `PATCH /v1/categories/{id}`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `INVALID_REFERENCE`, `ALREADY_EXISTS`, `CATEGORY_CYCLE`, `CATEGORY_TOO_DEEP`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.categories.update({ id: '019cadc6-9a80-79fd-839c-46bcab2673e8', version: 1, name: 'Filter coffee' });
     * console.log(answer);
     * ```
     */
    update(input: InputOf<CashwrapContract['categories']['update']>, options?: MutationOptions): Promise<Category>;

    /**
     * Delete an empty category.
     *
     * Takes the permission `products.update` for the whole business. REST: `DELETE /v1/categories/{id}`.
     *
     * Errors of its own: `NOT_FOUND`, `CATEGORY_IN_USE`.
     *
     * @example
     * ```ts
     * await cashwrap.categories.delete({ id: '019cadc6-9a80-7bab-8b3b-d2a00b76b74c' });
     * ```
     */
    delete(input: InputOf<CashwrapContract['categories']['delete']>, options?: MutationOptions): Promise<void>;
  };

  readonly products: {
    /**
     * Add a product.
     *
     * Takes the permission `products.create` for the whole business. REST: `POST /v1/products`.
     *
     * Errors of its own: `INVALID_REFERENCE`, `ALREADY_EXISTS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.products.create({
     *   sku: 'TEA-100',
     *   name: 'Tea',
     *   taxCategoryId: '019cadc6-9a80-73ee-8795-80c4f480f5bd',
     *   price: 450,
     *   barcodes: ['5901234123457'],
     * });
     * console.log(answer);
     * ```
     */
    create(input: InputOf<CashwrapContract['products']['create']>, options?: MutationOptions): Promise<Product>;

    /**
     * Get a product.
     *
     * Takes the permission `products.read` in any store. REST: `GET /v1/products/{id}`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.products.get({ id: '019cadc6-9a80-75c6-8ba2-1724c45af4ee' });
     * console.log(answer);
     * ```
     */
    get(input: InputOf<CashwrapContract['products']['get']>, options?: CallOptions): Promise<Product>;

    /**
     * List and search products.
     *
     * Takes the permission `products.read` in any store. REST: `GET /v1/products`.
     *
     * Errors of its own: `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.products.list({ search: 'coffee', limit: 5 })) console.log(item);
     * ```
     */
    list(input?: InputOf<CashwrapContract['products']['list']>, options?: CallOptions): ListOf<CashwrapContract['products']['list']>;

    /**
     * Change a product.
     *
     * Carries the version that was read; a stale one is refused with CONFLICT.
     *
     * Takes the permission `products.update` for the whole business. REST: `PATCH /v1/products/{id}`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `INVALID_REFERENCE`, `ALREADY_EXISTS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.products.update({ id: '019cadc6-9a80-7eb3-85e7-0fe0b148ec1a', version: 1, name: 'Gift wrapping, large' });
     * console.log(answer);
     * ```
     */
    update(input: InputOf<CashwrapContract['products']['update']>, options?: MutationOptions): Promise<Product>;

    /**
     * Find the product that a scanned barcode stands for.
     *
     * Also reads the labels of scales, with the price or weight of the piece in them, as the settings lay them out. UPC-A and EAN-13 forms of the same number find the same product.
     *
     * Takes the permission `products.read` in any store. REST: `GET /v1/products/barcode/{code}`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_BARCODE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.products.byBarcode({ code: '4006381333931' });
     * console.log(answer);
     * ```
     */
    byBarcode(input: InputOf<CashwrapContract['products']['byBarcode']>, options?: CallOptions): Promise<ScannedProduct>;

    /**
     * Take a product out of sale; documents keep it.
     *
     * Takes the permission `products.update` for the whole business. REST: `POST /v1/products/{id}/archive`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `PRODUCT_IN_USE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.products.archive({ id: '019cadc6-9a80-7cb9-8e8b-c5c329045fb5', version: 1 });
     * console.log(answer);
     * ```
     */
    archive(input: InputOf<CashwrapContract['products']['archive']>, options?: MutationOptions): Promise<Product>;

    /**
     * Put an archived product on sale again.
     *
     * Takes the permission `products.update` for the whole business. REST: `POST /v1/products/{id}/unarchive`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `PRODUCT_IN_USE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.products.unarchive({ id: '019cadc6-9a80-7a82-82ff-619d8a249bfe', version: 2 });
     * console.log(answer);
     * ```
     */
    unarchive(input: InputOf<CashwrapContract['products']['unarchive']>, options?: MutationOptions): Promise<Product>;

    /**
     * List every change of the prices and the cost of a product.
     *
     * Without the permission `products.read_cost` the changes of the cost are left out.
     *
     * Takes the permission `products.read` in any store. REST: `GET /v1/products/{id}/history`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.products.history({ id: '019cadc6-9a80-75c6-8ba2-1724c45af4ee' })) console.log(item);
     * ```
     */
    history(input: InputOf<CashwrapContract['products']['history']>, options?: CallOptions): ListOf<CashwrapContract['products']['history']>;

    /**
     * Draw the label of a product, with its barcode.
     *
     * Takes the permission `products.read` in any store. REST: `GET /v1/products/{id}/label`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_REFERENCE`, `NO_BARCODE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.products.label({ id: '019cadc6-9a80-75c6-8ba2-1724c45af4ee', format: 'svg' });
     * console.log(answer);
     * ```
     */
    readonly label: Method<CashwrapContract['products']['label']>;

    /**
     * Add and change products by a CSV file.
     *
     * Also takes the permission `products.update`, and `products.read_cost` where there is a column `cost`. Rows are found by their SKU; a column that is not in the file leaves what it is about as it is. Columns: sku, name, kind, parent_sku, options, option_values, description, barcodes, plu, tax_category, category, brand, image_url, attributes, price, cost, sold_by, unit_label, track_stock, allow_oversell, status, components. One import runs at a time.
     *
     * Takes the permission `products.create` for the whole business. REST: `POST /v1/products/import`.
     *
     * Errors of its own: `CSV_MALFORMED`, `IMPORT_REFUSED`, `IMPORT_IN_PROGRESS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.products.import({ csv: 'sku,name,tax_category,price\r\nTEA-200,Tea,Standard,4.50\r\n', onError: 'skip' });
     * console.log(answer);
     * ```
     */
    import(input: InputOf<CashwrapContract['products']['import']>, options?: MutationOptions): Promise<ImportResult>;

    /**
     * Read all products as a CSV file.
     *
     * Over REST the file itself, however large. Text that a spreadsheet would take for a formula begins with an apostrophe, which the import takes off again. Without the permission `products.read_cost` there is no column `cost`, and an import of the file leaves the costs as they are.
     *
     * Takes the permission `products.read` in any store. REST: `GET /v1/products/export`.
     *
     * Errors of its own: `EXPORT_TOO_LARGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.products.export({ status: 'active' });
     * console.log(answer);
     * ```
     */
    export(input?: InputOf<CashwrapContract['products']['export']>, options?: CallOptions): Promise<CsvFile>;
  };

  readonly customerGroups: {
    /**
     * List customer groups.
     *
     * Takes the permission `customers.read` in any store. REST: `GET /v1/customer-groups`.
     *
     * Errors of its own: `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.customerGroups.list({ sort: '-name', limit: 5 })) console.log(item);
     * ```
     */
    list(input?: InputOf<CashwrapContract['customerGroups']['list']>, options?: CallOptions): ListOf<CashwrapContract['customerGroups']['list']>;

    /**
     * Get a customer group.
     *
     * Takes the permission `customers.read` in any store. REST: `GET /v1/customer-groups/{id}`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.customerGroups.get({ id: '019cadc6-9a80-7d1c-8347-021a6a9da08b' });
     * console.log(answer);
     * ```
     */
    get(input: InputOf<CashwrapContract['customerGroups']['get']>, options?: CallOptions): Promise<CustomerGroup>;

    /**
     * Add a customer group.
     *
     * Takes the permission `customers.manage_groups` for the whole business. REST: `POST /v1/customer-groups`.
     *
     * Errors of its own: `ALREADY_EXISTS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.customerGroups.create({ name: 'Regulars' });
     * console.log(answer);
     * ```
     */
    create(input: InputOf<CashwrapContract['customerGroups']['create']>, options?: MutationOptions): Promise<CustomerGroup>;

    /**
     * Rename a customer group.
     *
     * Takes the permission `customers.manage_groups` for the whole business. REST: `PATCH /v1/customer-groups/{id}`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `ALREADY_EXISTS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.customerGroups.update({ id: '019cadc6-9a80-7d1c-8347-021a6a9da08b', version: 1, name: 'Regulars' });
     * console.log(answer);
     * ```
     */
    update(input: InputOf<CashwrapContract['customerGroups']['update']>, options?: MutationOptions): Promise<CustomerGroup>;
  };

  readonly customers: {
    /**
     * List customers, or search them.
     *
     * Takes the permission `customers.read` in any store. REST: `GET /v1/customers`.
     *
     * Errors of its own: `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.customers.list()) console.log(item);
     * ```
     */
    list(input?: InputOf<CashwrapContract['customers']['list']>, options?: CallOptions): ListOf<CashwrapContract['customers']['list']>;

    /**
     * Get a customer.
     *
     * The id of a customer who was merged answers the one who stands for them.
     *
     * Takes the permission `customers.read` in any store. REST: `GET /v1/customers/{id}`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.customers.get({ id: '019cadc6-9a80-7a43-874e-4b4bce7a7928' });
     * console.log(answer);
     * ```
     */
    get(input: InputOf<CashwrapContract['customers']['get']>, options?: CallOptions): Promise<Customer>;

    /**
     * Add a customer.
     *
     * A client may make the id: the same id with the same content is the same customer.
     *
     * Takes the permission `customers.manage` in any store. REST: `POST /v1/customers`.
     *
     * Errors of its own: `INVALID_REFERENCE`, `ALREADY_EXISTS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.customers.create({
     *   name: 'Ada Lovelace',
     *   email: 'ada@example.com',
     *   phone: '+49 30 1234',
     *   groupIds: ['019cadc6-9a80-7d1c-8347-021a6a9da08b'],
     *   taxExempt: true,
     *   taxExemptReason: 'EX-4711',
     *   reference: 'K-1001',
     *   tags: ['regular'],
     *   company: 'Analytical Engines',
     *   taxId: 'DE123456789',
     *   birthday: '1985-12-10',
     *   note: 'Likes tea',
     *   address: { line1: 'St James’s Square 12', city: 'London', country: 'GB' },
     *   consents: [{ channel: 'post', granted: true, source: 'paper' }],
     * });
     * console.log(answer);
     * ```
     */
    create(input: InputOf<CashwrapContract['customers']['create']>, options?: MutationOptions): Promise<Customer>;

    /**
     * Change a customer.
     *
     * Takes the permission `customers.manage` in any store. REST: `PATCH /v1/customers/{id}`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `INVALID_REFERENCE`, `ALREADY_EXISTS`, `WRONG_STATUS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.customers.update({ id: '019cadc6-9a80-7add-8425-3935388355b6', version: 1, name: 'Ada Lovelace' });
     * console.log(answer);
     * ```
     */
    update(input: InputOf<CashwrapContract['customers']['update']>, options?: MutationOptions): Promise<Customer>;

    /**
     * Put a customer away; documents keep them.
     *
     * Takes the permission `customers.manage` in any store. REST: `POST /v1/customers/{id}/archive`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `WRONG_STATUS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.customers.archive({ id: '019cadc6-9a80-7a0c-8eea-86a5f64b3567', version: 1 });
     * console.log(answer);
     * ```
     */
    archive(input: InputOf<CashwrapContract['customers']['archive']>, options?: MutationOptions): Promise<Customer>;

    /**
     * Bring a customer back who was put away.
     *
     * Takes the permission `customers.manage` in any store. REST: `POST /v1/customers/{id}/unarchive`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `WRONG_STATUS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.customers.unarchive({ id: '019cadc6-9a80-7013-8a26-c05d5e77a0cc', version: 2 });
     * console.log(answer);
     * ```
     */
    unarchive(input: InputOf<CashwrapContract['customers']['unarchive']>, options?: MutationOptions): Promise<Customer>;

    /**
     * Record that a customer agrees to be written to, or no longer does.
     *
     * Every change is kept: see customers.consents.
     *
     * Takes the permission `customers.manage` in any store. REST: `POST /v1/customers/{id}/consents`.
     *
     * Errors of its own: `NOT_FOUND`, `WRONG_STATUS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.customers.recordConsents({
     *   id: '019cadc6-9a80-76d1-8146-ad28f5ec7eee',
     *   consents: [{ channel: 'email', granted: true, source: 'till' }],
     * });
     * console.log(answer);
     * ```
     */
    recordConsents(input: InputOf<CashwrapContract['customers']['recordConsents']>, options?: MutationOptions): Promise<Customer>;

    /**
     * List when a customer has given and taken back consents.
     *
     * Takes the permission `customers.read` in any store. REST: `GET /v1/customers/{id}/consents`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.customers.consents({ id: '019cadc6-9a80-76d1-8146-ad28f5ec7eee', channel: 'email' })) console.log(item);
     * ```
     */
    consents(input: InputOf<CashwrapContract['customers']['consents']>, options?: CallOptions): ListOf<CashwrapContract['customers']['consents']>;

    /**
     * Add and change customers by a CSV file.
     *
     * Rows are found by their reference, so the file must have that column; a column that is not in the file leaves what it is about as it is. Groups are named, separated by semicolons, and must exist; tags too are separated by semicolons. Columns: reference, name, company, tax_id, email, phone, address_line1, address_line2, city, region, postal_code, country, birthday, groups, tags, note, tax_exempt, tax_exempt_reason, consent_email, consent_sms, consent_phone, consent_post, status. One import runs at a time.
     *
     * Takes the permission `customers.import` for the whole business. REST: `POST /v1/customers/import`.
     *
     * Errors of its own: `CSV_MALFORMED`, `IMPORT_REFUSED`, `IMPORT_IN_PROGRESS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.customers.import({ csv: 'reference,name\r\nTEA-200,Ada\r\n', onError: 'skip' });
     * console.log(answer);
     * ```
     */
    import(input: InputOf<CashwrapContract['customers']['import']>, options?: MutationOptions): Promise<ImportResult>;

    /**
     * Read all customers as a CSV file.
     *
     * Over REST the file itself, however large. Text that a spreadsheet would take for a formula begins with an apostrophe, which the import takes off again.
     *
     * Takes the permission `customers.import` in any store. REST: `GET /v1/customers/export`.
     *
     * Errors of its own: `EXPORT_TOO_LARGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.customers.export({ status: 'active' });
     * console.log(answer);
     * ```
     */
    export(input?: InputOf<CashwrapContract['customers']['export']>, options?: CallOptions): Promise<CsvFile>;

    /**
     * See the store credit of a customer.
     *
     * Takes the permission `customers.read` in any store. REST: `GET /v1/customers/{id}/store-credit`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.customers.storeCredit({ id: '019cadc6-9a80-7207-8b89-b0792d605a76' });
     * console.log(answer);
     * ```
     */
    storeCredit(input: InputOf<CashwrapContract['customers']['storeCredit']>, options?: CallOptions): Promise<StoreCredit>;

    /**
     * List every movement of the store credit of a customer in one currency.
     *
     * Takes the permission `customers.read` in any store. REST: `GET /v1/customers/{id}/store-credit/entries`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.customers.storeCreditLedger({ id: '019cadc6-9a80-7e95-8264-e82d78b1256c', currency: 'EUR' })) console.log(item);
     * ```
     */
    storeCreditLedger(input: InputOf<CashwrapContract['customers']['storeCreditLedger']>, options?: CallOptions): ListOf<CashwrapContract['customers']['storeCreditLedger']>;

    /**
     * Give a customer store credit, or take some back, with a reason.
     *
     * Takes the permission `store_credit.adjust` in the store `storeId`. REST: `POST /v1/customers/{id}/store-credit/adjustments`.
     *
     * Errors of its own: `NOT_FOUND`, `INSUFFICIENT_BALANCE`, `AMOUNT_OUT_OF_RANGE`, `WRONG_STATUS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.customers.adjustStoreCredit({
     *   id: '019cadc6-9a80-76d1-8146-ad28f5ec7eee',
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   amount: 500,
     *   reason: 'Broken cup',
     * });
     * console.log(answer);
     * ```
     */
    adjustStoreCredit(input: InputOf<CashwrapContract['customers']['adjustStoreCredit']>, options?: MutationOptions): Promise<MoneyAccountEntry>;

    /**
     * See the points, the tier and the rewards of a customer.
     *
     * Takes the permission `customers.read` in any store. REST: `GET /v1/customers/{id}/loyalty`.
     *
     * Errors of its own: `NOT_FOUND`, `LOYALTY_NOT_AVAILABLE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.customers.loyalty({ id: '019cadc6-9a80-74e6-8f43-9562f9b519f6' });
     * console.log(answer);
     * ```
     */
    loyalty(input: InputOf<CashwrapContract['customers']['loyalty']>, options?: CallOptions): Promise<LoyaltyMembership>;

    /**
     * List what a customer has bought.
     *
     * Sales of the stores in which the caller may read sales, those of merged customers among them.
     *
     * Takes the permission `sales.read` in any store. REST: `GET /v1/customers/{id}/purchases`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.customers.purchases({
     *   id: '019cadc6-9a80-792e-8023-7f0c2fce1566',
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   limit: 2,
     * })) console.log(item);
     * ```
     */
    purchases(input: InputOf<CashwrapContract['customers']['purchases']>, options?: CallOptions): ListOf<CashwrapContract['customers']['purchases']>;

    /**
     * Make one customer of two: sales, points and store credit follow.
     *
     * The profile of who stays is kept; what is empty in it is filled from the other. Groups and tags are joined, up to 50 of each, and the notes as far as there is room for both. Of consents that differ the one that was taken back counts. Who is active in one of the two is active.
     *
     * Takes the permission `customers.merge` for the whole business. REST: `POST /v1/customers/{id}/merge`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `SAME_CUSTOMER`, `WRONG_STATUS`, `AMOUNT_OUT_OF_RANGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.customers.merge({
     *   id: '019cadc6-9a80-71f8-8726-5748d47def85',
     *   version: 1,
     *   mergedId: '019cadc6-9a80-7c57-8232-a0fb33ed6f50',
     *   mergedVersion: 1,
     * });
     * console.log(answer);
     * ```
     */
    merge(input: InputOf<CashwrapContract['customers']['merge']>, options?: MutationOptions): Promise<Customer>;

    /**
     * Forget who a customer is, for good.
     *
     * The sales stay, without the person: name, contact, address, notes, tags and groups are gone, in the customers merged into this one too. What tax law asks to keep of an exemption stays with the sale.
     *
     * Takes the permission `customers.erase` for the whole business. REST: `POST /v1/customers/{id}/erase`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `WRONG_STATUS`, `CUSTOMER_HAS_BALANCE`, `CUSTOMER_HAS_OPEN_SALES`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.customers.erase({ id: '019cadc6-9a80-7b8e-81d1-77c6c4ae47fd', version: 1 });
     * console.log(answer);
     * ```
     */
    erase(input: InputOf<CashwrapContract['customers']['erase']>, options?: MutationOptions): Promise<Customer>;

    /**
     * Read all that is stored about one person, to hand it to them.
     *
     * Who asked for it is written to the audit log.
     *
     * Takes the permission `customers.erase` for the whole business. REST: `POST /v1/customers/{id}/personal-data`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.customers.personalData({ id: '019cadc6-9a80-76d1-8146-ad28f5ec7eee' });
     * console.log(answer);
     * ```
     */
    personalData(input: InputOf<CashwrapContract['customers']['personalData']>, options?: CallOptions): Promise<PersonalData>;
  };

  readonly loyaltyPrograms: {
    /**
     * List loyalty programmes.
     *
     * Takes the permission `loyalty.read` in any store. REST: `GET /v1/loyalty-programs`.
     *
     * Errors of its own: `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.loyaltyPrograms.list({ status: 'active', limit: 5 })) console.log(item);
     * ```
     */
    list(input?: InputOf<CashwrapContract['loyaltyPrograms']['list']>, options?: CallOptions): ListOf<CashwrapContract['loyaltyPrograms']['list']>;

    /**
     * Get a loyalty programme.
     *
     * Takes the permission `loyalty.read` in any store. REST: `GET /v1/loyalty-programs/{id}`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.loyaltyPrograms.get({ id: '019cadc6-9a80-70e2-829b-9fa5e7325901' });
     * console.log(answer);
     * ```
     */
    get(input: InputOf<CashwrapContract['loyaltyPrograms']['get']>, options?: CallOptions): Promise<LoyaltyProgram>;

    /**
     * Draft a loyalty programme.
     *
     * Takes the permission `loyalty.manage` for the whole business. REST: `POST /v1/loyalty-programs`.
     *
     * Errors of its own: `INVALID_REFERENCE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.loyaltyPrograms.create({
     *   name: 'Fig club',
     *   enrolsAutomatically: false,
     *   tierGraceDays: 14,
     *   expiryMonths: 24,
     *   earning: { points: 2, perAmount: 100, excludedCategoryIds: ['019cadc6-9a80-79fd-839c-46bcab2673e8'] },
     *   redemption: { points: 100, amount: 500, minimumPoints: 100, maximumPercentage: 50 },
     *   tiers: [
     *     {
     *       id: '019cadc6-9a80-773a-8ee5-53853a0781fa',
     *       name: 'Gold',
     *       minimumPoints: 1000,
     *       multiplier: 1.5,
     *     },
     *   ],
     *   rewards: [
     *     {
     *       id: '019cadc6-9a80-7c75-89c5-7cd3d670577e',
     *       name: 'A coffee on us',
     *       points: 300,
     *       effect: {
     *         type: 'free_product',
     *         products: { productIds: ['019cadc6-9a80-75c6-8ba2-1724c45af4ee'] },
     *       },
     *     },
     *   ],
     * });
     * console.log(answer);
     * ```
     */
    create(input: InputOf<CashwrapContract['loyaltyPrograms']['create']>, options?: MutationOptions): Promise<LoyaltyProgram>;

    /**
     * Change a loyalty programme.
     *
     * What was earned stays. Tiers are looked at again when somebody buys, and once a day. Whoever is in a tier that is left out earns without a multiplier until then, and is put into the one that they have earned, without grace. A reward that is left out is no longer given; sales that had it keep it.
     *
     * Takes the permission `loyalty.manage` for the whole business. REST: `PATCH /v1/loyalty-programs/{id}`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `INVALID_REFERENCE`, `WRONG_STATUS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.loyaltyPrograms.update({ id: '019cadc6-9a80-7cbc-841f-de1f64daf51b', version: 1, name: 'Fig club', redemption: null });
     * console.log(answer);
     * ```
     */
    update(input: InputOf<CashwrapContract['loyaltyPrograms']['update']>, options?: MutationOptions): Promise<LoyaltyProgram>;

    /**
     * Start a drafted loyalty programme.
     *
     * Takes the permission `loyalty.manage` for the whole business. REST: `POST /v1/loyalty-programs/{id}/activate`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `WRONG_STATUS`, `LOYALTY_PROGRAM_ACTIVE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.loyaltyPrograms.activate({ id: '019cadc6-9a80-7e22-8ea8-fc9659b2b59f', version: 1 });
     * console.log(answer);
     * ```
     */
    activate(input: InputOf<CashwrapContract['loyaltyPrograms']['activate']>, options?: MutationOptions): Promise<LoyaltyProgram>;

    /**
     * End a loyalty programme for good, or drop a draft.
     *
     * Its points are neither earned nor spent any more; they stay in the ledger until they expire.
     *
     * Takes the permission `loyalty.manage` for the whole business. REST: `POST /v1/loyalty-programs/{id}/end`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `WRONG_STATUS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.loyaltyPrograms.end({ id: '019cadc6-9a80-7149-8f3d-aa36db9173c0', version: 1 });
     * console.log(answer);
     * ```
     */
    end(input: InputOf<CashwrapContract['loyaltyPrograms']['end']>, options?: MutationOptions): Promise<LoyaltyProgram>;
  };

  readonly loyalty: {
    /**
     * Make a customer a member of the active loyalty programme.
     *
     * Who is a member already stays one.
     *
     * Takes the permission `customers.manage` in any store. REST: `POST /v1/customers/{id}/loyalty`.
     *
     * Errors of its own: `NOT_FOUND`, `LOYALTY_NOT_AVAILABLE`, `WRONG_STATUS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.loyalty.enrol({ id: '019cadc6-9a80-76d1-8146-ad28f5ec7eee' });
     * console.log(answer);
     * ```
     */
    enrol(input: InputOf<CashwrapContract['loyalty']['enrol']>, options?: MutationOptions): Promise<LoyaltyMembership>;

    /**
     * Give a customer points, or take some away.
     *
     * Points that are given last as long as those that are earned now. They count for no tier.
     *
     * Takes the permission `loyalty.adjust` for the whole business. REST: `POST /v1/customers/{id}/loyalty/adjustments`.
     *
     * Errors of its own: `NOT_FOUND`, `LOYALTY_NOT_AVAILABLE`, `INSUFFICIENT_BALANCE`, `AMOUNT_OUT_OF_RANGE`, `WRONG_STATUS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.loyalty.adjust({ id: '019cadc6-9a80-775a-8bea-e589a6f611c4', points: 50, reason: 'For the long wait' });
     * console.log(answer);
     * ```
     */
    adjust(input: InputOf<CashwrapContract['loyalty']['adjust']>, options?: MutationOptions): Promise<PointsEntry>;

    /**
     * List every movement of the points of a customer.
     *
     * In the active programme; where they are not in it, in the one that they were in last.
     *
     * Takes the permission `customers.read` in any store. REST: `GET /v1/customers/{id}/loyalty/entries`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.loyalty.ledger({ id: '019cadc6-9a80-775a-8bea-e589a6f611c4', kind: 'adjust', limit: 5 })) console.log(item);
     * ```
     */
    ledger(input: InputOf<CashwrapContract['loyalty']['ledger']>, options?: CallOptions): ListOf<CashwrapContract['loyalty']['ledger']>;
  };

  readonly giftCards: {
    /**
     * List gift cards, without their codes.
     *
     * Takes the permission `gift_cards.read` in any store. REST: `GET /v1/gift-cards`.
     *
     * Errors of its own: `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.giftCards.list()) console.log(item);
     * ```
     */
    list(input?: InputOf<CashwrapContract['giftCards']['list']>, options?: CallOptions): ListOf<CashwrapContract['giftCards']['list']>;

    /**
     * Get a gift card.
     *
     * Takes the permission `gift_cards.read` in any store. REST: `GET /v1/gift-cards/{id}`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.giftCards.get({ id: '019cadc6-9a80-7e41-8738-8bbbddcb7899' });
     * console.log(answer);
     * ```
     */
    get(input: InputOf<CashwrapContract['giftCards']['get']>, options?: CallOptions): Promise<GiftCard>;

    /**
     * Find a gift card by its code, and see what is on it.
     *
     * The code is sent in the body, so that it is in no log. Unknown codes count: who tries too many is locked out for a while.
     *
     * Takes the permission `gift_cards.look_up` in any store. REST: `POST /v1/gift-cards/lookup`.
     *
     * Errors of its own: `NOT_FOUND`, `LOCKED_OUT`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.giftCards.lookup({ code: '9123 4567 8901 2348' });
     * console.log(answer);
     * ```
     */
    lookup(input: InputOf<CashwrapContract['giftCards']['lookup']>, options?: CallOptions): Promise<GiftCard>;

    /**
     * Make a gift card.
     *
     * It is inactive until it is sold: see `giftCards` of sales.create. To put an amount on it without a sale also takes the permission gift_cards.give. Only this answer tells the whole code, also when it is given again for a repeated Idempotency-Key.
     *
     * Takes the permission `gift_cards.issue` in the store `storeId`. REST: `POST /v1/gift-cards`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_REFERENCE`, `ALREADY_EXISTS`, `AMOUNT_OUT_OF_RANGE`, `LOCKED_OUT`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.giftCards.issue({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', code: 'FERN-4711', note: 'Box' });
     * console.log(answer);
     * ```
     */
    issue(input: InputOf<CashwrapContract['giftCards']['issue']>, options?: MutationOptions): Promise<IssuedGiftCard>;

    /**
     * Change whose a gift card is, its note, or put its expiry off.
     *
     * Takes the permission `gift_cards.manage` for the whole business. REST: `PATCH /v1/gift-cards/{id}`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `INVALID_REFERENCE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.giftCards.update({ id: '019cadc6-9a80-7475-8fec-3c323d8f3451', version: 2, note: 'Found' });
     * console.log(answer);
     * ```
     */
    update(input: InputOf<CashwrapContract['giftCards']['update']>, options?: MutationOptions): Promise<GiftCard>;

    /**
     * Block a gift card: nothing is taken from it or put on it.
     *
     * Takes the permission `gift_cards.manage` for the whole business. REST: `POST /v1/gift-cards/{id}/block`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `WRONG_STATUS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.giftCards.block({ id: '019cadc6-9a80-7f3b-834f-6b1823d739f8', version: 2, reason: 'Reported lost' });
     * console.log(answer);
     * ```
     */
    block(input: InputOf<CashwrapContract['giftCards']['block']>, options?: MutationOptions): Promise<GiftCard>;

    /**
     * Take a blocked gift card again.
     *
     * Takes the permission `gift_cards.manage` for the whole business. REST: `POST /v1/gift-cards/{id}/unblock`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `WRONG_STATUS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.giftCards.unblock({ id: '019cadc6-9a80-72c7-8ff9-4fb60a8aa2e7', version: 3 });
     * console.log(answer);
     * ```
     */
    unblock(input: InputOf<CashwrapContract['giftCards']['unblock']>, options?: MutationOptions): Promise<GiftCard>;

    /**
     * Correct what is on a gift card, with a reason.
     *
     * Takes the permission `gift_cards.give` for the whole business. REST: `POST /v1/gift-cards/{id}/adjustments`.
     *
     * Errors of its own: `NOT_FOUND`, `WRONG_STATUS`, `INSUFFICIENT_BALANCE`, `AMOUNT_OUT_OF_RANGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.giftCards.adjust({ id: '019cadc6-9a80-7e41-8738-8bbbddcb7899', amount: 100, reason: 'Loaded too little' });
     * console.log(answer);
     * ```
     */
    adjust(input: InputOf<CashwrapContract['giftCards']['adjust']>, options?: MutationOptions): Promise<MoneyAccountEntry>;

    /**
     * List every movement of a gift card.
     *
     * Takes the permission `gift_cards.read` in any store. REST: `GET /v1/gift-cards/{id}/entries`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.giftCards.ledger({ id: '019cadc6-9a80-7e41-8738-8bbbddcb7899', kind: 'load', limit: 5 })) console.log(item);
     * ```
     */
    ledger(input: InputOf<CashwrapContract['giftCards']['ledger']>, options?: CallOptions): ListOf<CashwrapContract['giftCards']['ledger']>;

    /**
     * See what is owed on gift cards, now or at an earlier time.
     *
     * Takes the permission `gift_cards.read` in any store. REST: `GET /v1/gift-cards/liability`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.giftCards.liability();
     * console.log(answer);
     * ```
     */
    liability(input?: InputOf<CashwrapContract['giftCards']['liability']>, options?: CallOptions): Promise<GiftCardLiability>;
  };

  readonly priceLists: {
    /**
     * List price lists.
     *
     * Takes the permission `price_lists.read` in any store. REST: `GET /v1/price-lists`.
     *
     * Errors of its own: `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.priceLists.list()) console.log(item);
     * ```
     */
    list(input?: InputOf<CashwrapContract['priceLists']['list']>, options?: CallOptions): ListOf<CashwrapContract['priceLists']['list']>;

    /**
     * Get a price list.
     *
     * Takes the permission `price_lists.read` in any store. REST: `GET /v1/price-lists/{id}`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.priceLists.get({ id: '019cadc6-9a80-77b4-8543-ec5c8906beeb' });
     * console.log(answer);
     * ```
     */
    get(input: InputOf<CashwrapContract['priceLists']['get']>, options?: CallOptions): Promise<PriceList>;

    /**
     * Add a price list.
     *
     * Takes the permission `price_lists.manage` for the whole business. REST: `POST /v1/price-lists`.
     *
     * Errors of its own: `INVALID_REFERENCE`, `ALREADY_EXISTS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.priceLists.create({
     *   name: 'Summer prices',
     *   currency: 'EUR',
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   customerGroupId: '019cadc6-9a80-7d1c-8347-021a6a9da08b',
     *   startsOn: '2026-01-01',
     *   endsOn: '2026-12-31',
     * });
     * console.log(answer);
     * ```
     */
    create(input: InputOf<CashwrapContract['priceLists']['create']>, options?: MutationOptions): Promise<PriceList>;

    /**
     * Rename, reschedule, archive or reactivate a price list.
     *
     * Takes the permission `price_lists.manage` for the whole business. REST: `PATCH /v1/price-lists/{id}`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `ALREADY_EXISTS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.priceLists.update({ id: '019cadc6-9a80-71c3-84b5-f7831093f6fa', version: 1, name: 'Summer prices', endsOn: null });
     * console.log(answer);
     * ```
     */
    update(input: InputOf<CashwrapContract['priceLists']['update']>, options?: MutationOptions): Promise<PriceList>;

    /**
     * List the prices of a price list.
     *
     * Takes the permission `price_lists.read` in any store. REST: `GET /v1/price-lists/{id}/prices`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.priceLists.entries({ id: '019cadc6-9a80-7d68-8a5c-4d1245a35af6', limit: 2 })) console.log(item);
     * ```
     */
    entries(input: InputOf<CashwrapContract['priceLists']['entries']>, options?: CallOptions): ListOf<CashwrapContract['priceLists']['entries']>;

    /**
     * Set and take away prices of a price list; the others stay.
     *
     * Takes the permission `price_lists.manage` for the whole business. REST: `PUT /v1/price-lists/{id}/prices`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_REFERENCE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.priceLists.setPrices({
     *   id: '019cadc6-9a80-77b4-8543-ec5c8906beeb',
     *   prices: [
     *     { productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee', unitPrice: 293 },
     *     { productId: '019cadc6-9a80-71cc-8731-0a7a6fbbc301', minQuantity: 2.5, unitPrice: null },
     *   ],
     * });
     * console.log(answer);
     * ```
     */
    setPrices(input: InputOf<CashwrapContract['priceLists']['setPrices']>, options?: MutationOptions): Promise<SetPricesResult>;

    /**
     * Set and take away prices of a price list by a CSV file.
     *
     * Prices that the file does not name stay; an empty unit_price takes one away. Columns: sku, product_name, min_quantity, unit_price. One import runs at a time.
     *
     * Takes the permission `price_lists.manage` for the whole business. REST: `POST /v1/price-lists/{id}/import`.
     *
     * Errors of its own: `NOT_FOUND`, `CSV_MALFORMED`, `IMPORT_REFUSED`, `IMPORT_IN_PROGRESS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.priceLists.import({
     *   id: '019cadc6-9a80-77b4-8543-ec5c8906beeb',
     *   csv: 'sku,min_quantity,unit_price\r\nCOF-250,305,5.99\r\n',
     * });
     * console.log(answer);
     * ```
     */
    import(input: InputOf<CashwrapContract['priceLists']['import']>, options?: MutationOptions): Promise<ImportResult>;

    /**
     * Read the prices of a price list as a CSV file.
     *
     * Takes the permission `price_lists.read` in any store. REST: `GET /v1/price-lists/{id}/export`.
     *
     * Errors of its own: `NOT_FOUND`, `EXPORT_TOO_LARGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.priceLists.export({ id: '019cadc6-9a80-77b4-8543-ec5c8906beeb' });
     * console.log(answer);
     * ```
     */
    export(input: InputOf<CashwrapContract['priceLists']['export']>, options?: CallOptions): Promise<CsvFile>;
  };

  readonly discounts: {
    /**
     * List discounts.
     *
     * Takes the permission `discounts.read` in any store. REST: `GET /v1/discounts`.
     *
     * Errors of its own: `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.discounts.list({ status: 'active', limit: 5 })) console.log(item);
     * ```
     */
    list(input?: InputOf<CashwrapContract['discounts']['list']>, options?: CallOptions): ListOf<CashwrapContract['discounts']['list']>;

    /**
     * Get a discount.
     *
     * Takes the permission `discounts.read` in any store. REST: `GET /v1/discounts/{id}`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.discounts.get({ id: '019cadc6-9a80-7f20-8bcb-d31bfc0757ba' });
     * console.log(answer);
     * ```
     */
    get(input: InputOf<CashwrapContract['discounts']['get']>, options?: CallOptions): Promise<DiscountRule>;

    /**
     * Add a discount, automatic or with a code.
     *
     * Takes the permission `discounts.manage` for the whole business. REST: `POST /v1/discounts`.
     *
     * Errors of its own: `INVALID_REFERENCE`, `ALREADY_EXISTS`, `DISCOUNTS_FULL`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.discounts.create({
     *   name: 'Coffee week',
     *   code: 'COFFEE10',
     *   effect: { type: 'percentage', percentage: 12.5, target: 'line' },
     *   products: { productIds: ['019cadc6-9a80-75c6-8ba2-1724c45af4ee'] },
     *   conditions: {
     *     weekdays: [1, 2],
     *     storeIds: ['019cadc6-9a80-7031-8bb3-d19463a961b4'],
     *     customerGroupIds: ['019cadc6-9a80-7d1c-8347-021a6a9da08b'],
     *   },
     *   stacking: 'exclusive',
     *   priority: 5,
     *   usageLimit: 100,
     *   usageLimitPerCustomer: 1,
     * });
     * console.log(answer);
     * ```
     */
    create(input: InputOf<CashwrapContract['discounts']['create']>, options?: MutationOptions): Promise<DiscountRule>;

    /**
     * Change a discount; sales that had it keep what they had.
     *
     * Takes the permission `discounts.manage` for the whole business. REST: `PATCH /v1/discounts/{id}`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `INVALID_REFERENCE`, `ALREADY_EXISTS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.discounts.update({
     *   id: '019cadc6-9a80-73ed-852b-0127fd791dc4',
     *   version: 1,
     *   name: 'Coffee week',
     *   effect: { type: 'quantity_tiers', tiers: [{ minQuantity: 3, percentage: 10 }] },
     * });
     * console.log(answer);
     * ```
     */
    update(input: InputOf<CashwrapContract['discounts']['update']>, options?: MutationOptions): Promise<DiscountRule>;

    /**
     * Stop a discount for good; its code is free again.
     *
     * Takes the permission `discounts.manage` for the whole business. REST: `POST /v1/discounts/{id}/archive`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.discounts.archive({ id: '019cadc6-9a80-74a8-8131-1fa70948bd99', version: 1 });
     * console.log(answer);
     * ```
     */
    archive(input: InputOf<CashwrapContract['discounts']['archive']>, options?: MutationOptions): Promise<DiscountRule>;

    /**
     * See what each discount does for a cart, and why; store nothing.
     *
     * Takes the permission `sales.create` in the store `storeId`. REST: `POST /v1/discounts/evaluate`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_REFERENCE`, `INVALID_BARCODE`, `PRODUCT_NOT_FOR_SALE`, `PRICE_MISSING`, `TAX_RATE_MISSING`, `DISCOUNT_CODE_INVALID`, `AMOUNT_OUT_OF_RANGE`, `GIFT_CARD_NOT_TAKEN`, `CURRENCY_MISMATCH`, `CUSTOMER_REQUIRED`, `LOYALTY_NOT_AVAILABLE`, `REWARD_NOT_APPLICABLE`, `INSUFFICIENT_BALANCE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.discounts.evaluate({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   lines: [{ productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee', quantity: 2 }],
     * });
     * console.log(answer);
     * ```
     */
    evaluate(input: InputOf<CashwrapContract['discounts']['evaluate']>, options?: CallOptions): Promise<DiscountEvaluation>;
  };

  readonly inventory: {
    /**
     * List stock levels.
     *
     * Of all products that have had stock, or a reorder point, in the store.
     *
     * Takes the permission `inventory.read` in the store `storeId`. REST: `GET /v1/inventory/stock-levels`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.inventory.levels({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee',
     * })) console.log(item);
     * ```
     */
    levels(input?: InputOf<CashwrapContract['inventory']['levels']>, options?: CallOptions): ListOf<CashwrapContract['inventory']['levels']>;

    /**
     * List the movements of stock, with the documents that caused them.
     *
     * Takes the permission `inventory.read` in the store `storeId`. REST: `GET /v1/inventory/movements`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.inventory.movements({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee',
     * })) console.log(item);
     * ```
     */
    movements(input?: InputOf<CashwrapContract['inventory']['movements']>, options?: CallOptions): ListOf<CashwrapContract['inventory']['movements']>;

    /**
     * Correct stock levels, with a reason.
     *
     * All lines or none. Stock cannot go below zero, unless the product may be oversold.
     *
     * Takes the permission `inventory.adjust` in the store `storeId`. REST: `POST /v1/inventory/adjustments`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_REFERENCE`, `ALREADY_EXISTS`, `PRODUCT_NOT_TRACKED`, `INSUFFICIENT_STOCK`, `AMOUNT_OUT_OF_RANGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.inventory.adjust({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   reason: 'found',
     *   note: 'Behind the shelf',
     *   lines: [{ productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee', quantity: 2, unitCost: 340 }],
     * });
     * console.log(answer);
     * ```
     */
    adjust(input: InputOf<CashwrapContract['inventory']['adjust']>, options?: MutationOptions): Promise<StockAdjustment>;

    /**
     * Correct what the stock on hand has cost.
     *
     * All lines or none. The value becomes what is on hand × unitCost, rounded; a line whose value is that already moves nothing. Where no line changes anything, or one has no stock, it is refused with INVALID_INPUT, naming the lines. What was sold before keeps its cost. Takes the permission products.read_cost in the store as well.
     *
     * Takes the permission `inventory.adjust` in the store `storeId`. REST: `POST /v1/inventory/revaluations`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_REFERENCE`, `PRODUCT_NOT_TRACKED`, `AMOUNT_OUT_OF_RANGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.inventory.revalue({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   note: 'The invoice was wrong',
     *   lines: [{ productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee', unitCost: 312 }],
     * });
     * console.log(answer);
     * ```
     */
    revalue(input: InputOf<CashwrapContract['inventory']['revalue']>, options?: MutationOptions): Promise<StockAdjustment>;

    /**
     * List corrections of stock levels.
     *
     * Takes the permission `inventory.read` in the store `storeId`. REST: `GET /v1/inventory/adjustments`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.inventory.adjustments({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', reason: 'opening_stock' })) console.log(item);
     * ```
     */
    adjustments(input?: InputOf<CashwrapContract['inventory']['adjustments']>, options?: CallOptions): ListOf<CashwrapContract['inventory']['adjustments']>;

    /**
     * Get a correction of stock levels.
     *
     * Takes the permission `inventory.read` in the store of the stock adjustment. REST: `GET /v1/inventory/adjustments/{id}`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.inventory.adjustment({ id: '019cadc6-9a80-7d13-8c61-bbabe5631324' });
     * console.log(answer);
     * ```
     */
    adjustment(input: InputOf<CashwrapContract['inventory']['adjustment']>, options?: CallOptions): Promise<StockAdjustment>;

    /**
     * Set damaged goods aside, put them back, or write them off.
     *
     * All lines or none. They keep what they have cost: it is lost when they are written off.
     *
     * Takes the permission `inventory.adjust` in the store `storeId`. REST: `POST /v1/inventory/damaged`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_REFERENCE`, `PRODUCT_NOT_TRACKED`, `INSUFFICIENT_STOCK`, `AMOUNT_OUT_OF_RANGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.inventory.moveDamaged({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   action: 'set_aside',
     *   note: 'Dropped',
     *   lines: [{ productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee', quantity: 1 }],
     * });
     * console.log(answer);
     * ```
     */
    moveDamaged(input: InputOf<CashwrapContract['inventory']['moveDamaged']>, options?: MutationOptions): Promise<StockAdjustment>;

    /**
     * List the movements of damaged goods, with the documents that caused them.
     *
     * Takes the permission `inventory.read` in the store `storeId`. REST: `GET /v1/inventory/damaged-movements`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.inventory.damagedMovements({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', limit: 5 })) console.log(item);
     * ```
     */
    damagedMovements(input?: InputOf<CashwrapContract['inventory']['damagedMovements']>, options?: CallOptions): ListOf<CashwrapContract['inventory']['damagedMovements']>;

    /**
     * Enter the opening stock of a store by a CSV file.
     *
     * A product is named by its SKU or a barcode, and may not have had stock in this store before. Columns: sku, barcode, quantity, unit_cost; the last takes the permission `products.read_cost` in the store. Stock adjustments of up to 500 lines are made. One import runs at a time.
     *
     * Takes the permission `inventory.adjust` in the store `storeId`. REST: `POST /v1/inventory/import`.
     *
     * Errors of its own: `NOT_FOUND`, `AMOUNT_OUT_OF_RANGE`, `CSV_MALFORMED`, `IMPORT_REFUSED`, `IMPORT_IN_PROGRESS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.inventory.import({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   csv: 'sku,quantity,unit_cost\r\nAPL,12.5,1.20\r\nTEA-900,1,\r\n',
     *   onError: 'skip',
     * });
     * console.log(answer);
     * ```
     */
    import(input: InputOf<CashwrapContract['inventory']['import']>, options?: MutationOptions): Promise<ImportResult>;

    /**
     * Read the stock of a store as a CSV file.
     *
     * Of all products that have had stock in the store, by SKU: what is on hand, zero and below as well, at its average cost. The columns are those of the import, which refuses a row below zero: with onError=skip the rest becomes the opening stock of another store. unit_cost is left out without products.read_cost.
     *
     * Takes the permission `inventory.read` in the store `storeId`. REST: `GET /v1/inventory/export`.
     *
     * Errors of its own: `NOT_FOUND`, `EXPORT_TOO_LARGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.inventory.export({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4' });
     * console.log(answer);
     * ```
     */
    export(input: InputOf<CashwrapContract['inventory']['export']>, options?: CallOptions): Promise<CsvFile>;

    /**
     * Set at which stock products are ordered again, and how much; the others stay.
     *
     * inventory.levels shows them.
     *
     * Takes the permission `inventory.manage_reorder` in the store `storeId`. REST: `PUT /v1/inventory/reorder-points`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_REFERENCE`, `PRODUCT_NOT_TRACKED`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.inventory.setReorderPoints({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   points: [
     *     { productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee', point: 5, quantity: 314 },
     *     { productId: '019cadc6-9a80-71cc-8731-0a7a6fbbc301', point: null },
     *   ],
     * });
     * console.log(answer);
     * ```
     */
    setReorderPoints(input: InputOf<CashwrapContract['inventory']['setReorderPoints']>, options?: MutationOptions): Promise<SetReorderPointsResult>;

    /**
     * List what should be ordered, with the arithmetic.
     *
     * Products whose stock, with all that is on its way, is at the reorder point or below: the one that is set, or the one that follows from their sales and the time until a delivery comes.
     *
     * Takes the permission `inventory.read` in the store `storeId`. REST: `GET /v1/inventory/reorder`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.inventory.reorder({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', salesDays: 14, coverDays: 10, limit: 2 })) console.log(item);
     * ```
     */
    reorder(input: InputOf<CashwrapContract['inventory']['reorder']>, options?: CallOptions): ListOf<CashwrapContract['inventory']['reorder']>;

    /**
     * Draft purchase orders of what is suggested, one for each supplier.
     *
     * What is in a draft counts as available: a second call drafts nothing twice.
     *
     * Takes the permission `purchase_orders.manage` in the store `storeId`. REST: `POST /v1/inventory/reorder/purchase-orders`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_REFERENCE`, `SUPPLIER_ARCHIVED`, `AMOUNT_OUT_OF_RANGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.inventory.orderSuggested({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   supplierIds: ['019cadc6-9a80-762d-8911-4e0ae68f7fec'],
     *   productIds: ['019cadc6-9a80-75c6-8ba2-1724c45af4ee'],
     * });
     * console.log(answer);
     * ```
     */
    orderSuggested(input: InputOf<CashwrapContract['inventory']['orderSuggested']>, options?: MutationOptions): Promise<OrderSuggestedResult>;

    readonly suppliers: {
      /**
       * List suppliers.
       *
       * Takes the permission `suppliers.read` in any store. REST: `GET /v1/inventory/suppliers`.
       *
       * Errors of its own: `INVALID_CURSOR`.
       *
       * @example
       * ```ts
       * for await (const item of cashwrap.inventory.suppliers.list({
       *   search: 'seeded',
       *   productId: '019cadc6-9a80-71cc-8731-0a7a6fbbc301',
       *   status: 'active',
       *   sort: '-createdAt',
       * })) console.log(item);
       * ```
       */
      list(input?: InputOf<CashwrapContract['inventory']['suppliers']['list']>, options?: CallOptions): ListOf<CashwrapContract['inventory']['suppliers']['list']>;

      /**
       * Get a supplier.
       *
       * Takes the permission `suppliers.read` in any store. REST: `GET /v1/inventory/suppliers/{id}`.
       *
       * Errors of its own: `NOT_FOUND`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.suppliers.get({ id: '019cadc6-9a80-7f57-8cba-7fd3648a1f8e' });
       * console.log(answer);
       * ```
       */
      get(input: InputOf<CashwrapContract['inventory']['suppliers']['get']>, options?: CallOptions): Promise<Supplier>;

      /**
       * Add a supplier.
       *
       * Takes the permission `suppliers.manage` in any store. REST: `POST /v1/inventory/suppliers`.
       *
       * Errors of its own: `ALREADY_EXISTS`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.suppliers.create({
       *   name: 'Roasters',
       *   code: 'ROAST-1',
       *   email: 'orders@example.com',
       *   currency: 'EUR',
       *   contacts: [{ name: 'Grace Hopper', role: 'Sales', email: null, phone: '+49 30 1234' }],
       *   address: { line1: 'Harbour 1', city: 'Hamburg', country: 'DE' },
       *   website: 'https://example.com/',
       *   paymentTermDays: 30,
       *   leadTimeDays: 5,
       *   minimumOrderValue: 10000,
       * });
       * console.log(answer);
       * ```
       */
      create(input: InputOf<CashwrapContract['inventory']['suppliers']['create']>, options?: MutationOptions): Promise<Supplier>;

      /**
       * Change a supplier.
       *
       * Takes the permission `suppliers.manage` in any store. REST: `PATCH /v1/inventory/suppliers/{id}`.
       *
       * Errors of its own: `NOT_FOUND`, `CONFLICT`, `ALREADY_EXISTS`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.suppliers.update({ id: '019cadc6-9a80-7a66-8c2b-ef6a8c3a752e', version: 1, name: 'Roasters', terms: 'Ex works' });
       * console.log(answer);
       * ```
       */
      update(input: InputOf<CashwrapContract['inventory']['suppliers']['update']>, options?: MutationOptions): Promise<Supplier>;

      /**
       * Order no more from a supplier.
       *
       * Orders that are under way can still be received.
       *
       * Takes the permission `suppliers.manage` in any store. REST: `POST /v1/inventory/suppliers/{id}/archive`.
       *
       * Errors of its own: `NOT_FOUND`, `CONFLICT`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.suppliers.archive({ id: '019cadc6-9a80-7b65-8931-737ea84948e8', version: 1 });
       * console.log(answer);
       * ```
       */
      archive(input: InputOf<CashwrapContract['inventory']['suppliers']['archive']>, options?: MutationOptions): Promise<Supplier>;

      /**
       * Order from an archived supplier again.
       *
       * Takes the permission `suppliers.manage` in any store. REST: `POST /v1/inventory/suppliers/{id}/unarchive`.
       *
       * Errors of its own: `NOT_FOUND`, `CONFLICT`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.suppliers.unarchive({ id: '019cadc6-9a80-758b-8bcc-650d400fee13', version: 2 });
       * console.log(answer);
       * ```
       */
      unarchive(input: InputOf<CashwrapContract['inventory']['suppliers']['unarchive']>, options?: MutationOptions): Promise<Supplier>;

      /**
       * List what a supplier delivers.
       *
       * Takes the permission `suppliers.read` in any store. REST: `GET /v1/inventory/suppliers/{id}/products`.
       *
       * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
       *
       * @example
       * ```ts
       * for await (const item of cashwrap.inventory.suppliers.products({
       *   id: '019cadc6-9a80-762d-8911-4e0ae68f7fec',
       *   productId: '019cadc6-9a80-71cc-8731-0a7a6fbbc301',
       * })) console.log(item);
       * ```
       */
      products(input: InputOf<CashwrapContract['inventory']['suppliers']['products']>, options?: CallOptions): ListOf<CashwrapContract['inventory']['suppliers']['products']>;

      /**
       * Set what a supplier delivers, and take products away; the others stay.
       *
       * A product that is named is set as a whole: what is left out of it gets its default.
       *
       * Takes the permission `suppliers.manage` in any store. REST: `PUT /v1/inventory/suppliers/{id}/products`.
       *
       * Errors of its own: `NOT_FOUND`, `INVALID_REFERENCE`, `ALREADY_EXISTS`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.suppliers.setProducts({
       *   id: '019cadc6-9a80-762d-8911-4e0ae68f7fec',
       *   products: [
       *     {
       *       productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee',
       *       supplierSku: 'NST-55',
       *       packSize: 6,
       *       cost: 327,
       *       leadTimeDays: 3,
       *       minimumOrder: 12,
       *       preferred: true,
       *     },
       *   ],
       *   remove: ['019cadc6-9a80-7eb3-85e7-0fe0b148ec1a'],
       * });
       * console.log(answer);
       * ```
       */
      setProducts(input: InputOf<CashwrapContract['inventory']['suppliers']['setProducts']>, options?: MutationOptions): Promise<SetSupplierProductsResult>;
    };

    readonly purchaseOrders: {
      /**
       * List purchase orders.
       *
       * Takes the permission `purchase_orders.read` in the store `storeId`. REST: `GET /v1/inventory/purchase-orders`.
       *
       * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
       *
       * @example
       * ```ts
       * for await (const item of cashwrap.inventory.purchaseOrders.list({
       *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
       *   supplierId: '019cadc6-9a80-762d-8911-4e0ae68f7fec',
       *   productId: '019cadc6-9a80-71cc-8731-0a7a6fbbc301',
       *   status: 'draft',
       * })) console.log(item);
       * ```
       */
      list(input?: InputOf<CashwrapContract['inventory']['purchaseOrders']['list']>, options?: CallOptions): ListOf<CashwrapContract['inventory']['purchaseOrders']['list']>;

      /**
       * Get a purchase order.
       *
       * Whoever may read orders sees what they cost.
       *
       * Takes the permission `purchase_orders.read` in the store of the purchase order. REST: `GET /v1/inventory/purchase-orders/{id}`.
       *
       * Errors of its own: `NOT_FOUND`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.purchaseOrders.get({ id: '019cadc6-9a80-7b3d-8e97-9e7311da9124' });
       * console.log(answer);
       * ```
       */
      get(input: InputOf<CashwrapContract['inventory']['purchaseOrders']['get']>, options?: CallOptions): Promise<PurchaseOrder>;

      /**
       * Draft a purchase order.
       *
       * It is in the currency of the store. Taxes on purchases are not part of it.
       *
       * Takes the permission `purchase_orders.manage` in the store `storeId`. REST: `POST /v1/inventory/purchase-orders`.
       *
       * Errors of its own: `NOT_FOUND`, `INVALID_REFERENCE`, `SUPPLIER_ARCHIVED`, `PRODUCT_NOT_TRACKED`, `AMOUNT_OUT_OF_RANGE`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.purchaseOrders.create({
       *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
       *   supplierId: '019cadc6-9a80-762d-8911-4e0ae68f7fec',
       *   expectedOn: '2026-12-01',
       *   note: 'Order',
       *   lines: [
       *     { productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee', quantity: 12, unitCost: 340 },
       *     { productId: '019cadc6-9a80-71cc-8731-0a7a6fbbc301', quantity: 2.5, unitCost: 120 },
       *   ],
       * });
       * console.log(answer);
       * ```
       */
      create(input: InputOf<CashwrapContract['inventory']['purchaseOrders']['create']>, options?: MutationOptions): Promise<PurchaseOrder>;

      /**
       * Change a purchase order.
       *
       * Its lines while it is a draft, the other fields until all has come.
       *
       * Takes the permission `purchase_orders.manage` in the store of the purchase order. REST: `PATCH /v1/inventory/purchase-orders/{id}`.
       *
       * Errors of its own: `NOT_FOUND`, `CONFLICT`, `WRONG_STATUS`, `INVALID_REFERENCE`, `PRODUCT_NOT_TRACKED`, `AMOUNT_OUT_OF_RANGE`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.purchaseOrders.update({
       *   id: '019cadc6-9a80-7df8-8f61-87fd54ddc958',
       *   version: 1,
       *   note: 'Ring twice',
       *   expectedOn: '2026-12-24',
       *   lines: [{ productId: '019cadc6-9a80-71cc-8731-0a7a6fbbc301', quantity: 7.5, unitCost: 110 }],
       * });
       * console.log(answer);
       * ```
       */
      update(input: InputOf<CashwrapContract['inventory']['purchaseOrders']['update']>, options?: MutationOptions): Promise<PurchaseOrder>;

      /**
       * Order a draft: it gets its number, and its lines stay as they are.
       *
       * The minimum order value of the supplier and the minimum orders of its products are shown with those, not enforced here.
       *
       * Takes the permission `purchase_orders.manage` in the store of the purchase order. REST: `POST /v1/inventory/purchase-orders/{id}/order`.
       *
       * Errors of its own: `NOT_FOUND`, `CONFLICT`, `WRONG_STATUS`, `SUPPLIER_ARCHIVED`, `NO_LINES`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.purchaseOrders.order({ id: '019cadc6-9a80-7c14-8477-360255181c6d', version: 1 });
       * console.log(answer);
       * ```
       */
      order(input: InputOf<CashwrapContract['inventory']['purchaseOrders']['order']>, options?: MutationOptions): Promise<PurchaseOrder>;

      /**
       * Receive a delivery, or a part of one.
       *
       * Stock comes in at what it has cost, with its part of the freight. What was ordered and has not come stays outstanding. More than was ordered takes purchase_orders.over_receive, or an approval.
       *
       * Takes the permission `purchase_orders.receive` in the store of the purchase order. REST: `POST /v1/inventory/purchase-orders/{id}/receive`.
       *
       * Errors of its own: `APPROVAL_REQUIRED`, `INVALID_APPROVAL`, `NOT_FOUND`, `WRONG_STATUS`, `INVALID_REFERENCE`, `ALREADY_EXISTS`, `AMOUNT_OUT_OF_RANGE`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.purchaseOrders.receive({
       *   id: '019cadc6-9a80-79bd-832e-031aeeb49a23',
       *   deliveryNote: 'LS-20871',
       *   freight: 90,
       *   discount: 20,
       *   note: 'Left box wet',
       *   lines: [
       *     {
       *       productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee',
       *       quantity: 3,
       *       damaged: 1,
       *       unitCost: 345,
       *     },
       *   ],
       * });
       * console.log(answer);
       * ```
       */
      receive(input: InputOf<CashwrapContract['inventory']['purchaseOrders']['receive']>, options?: MutationOptions): Promise<GoodsReceipt>;

      /**
       * Cancel a purchase order of which nothing has come.
       *
       * Takes the permission `purchase_orders.manage` in the store of the purchase order. REST: `POST /v1/inventory/purchase-orders/{id}/cancel`.
       *
       * Errors of its own: `NOT_FOUND`, `CONFLICT`, `WRONG_STATUS`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.purchaseOrders.cancel({ id: '019cadc6-9a80-7940-8265-4314be82411c', version: 1 });
       * console.log(answer);
       * ```
       */
      cancel(input: InputOf<CashwrapContract['inventory']['purchaseOrders']['cancel']>, options?: MutationOptions): Promise<PurchaseOrder>;

      /**
       * Expect no more of what is outstanding, of all products or of some.
       *
       * Takes the permission `purchase_orders.manage` in the store of the purchase order. REST: `POST /v1/inventory/purchase-orders/{id}/cancel-rest`.
       *
       * Errors of its own: `NOT_FOUND`, `CONFLICT`, `WRONG_STATUS`, `INVALID_REFERENCE`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.purchaseOrders.cancelRest({
       *   id: '019cadc6-9a80-7cf3-8a34-ea343226f39e',
       *   version: 2,
       *   productIds: ['019cadc6-9a80-75c6-8ba2-1724c45af4ee'],
       * });
       * console.log(answer);
       * ```
       */
      cancelRest(input: InputOf<CashwrapContract['inventory']['purchaseOrders']['cancelRest']>, options?: MutationOptions): Promise<PurchaseOrder>;

      /**
       * Get a purchase order as a page to print or send.
       *
       * Takes the permission `purchase_orders.read` in the store of the purchase order. REST: `GET /v1/inventory/purchase-orders/{id}/document`.
       *
       * Errors of its own: `NOT_FOUND`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.purchaseOrders.document({ id: '019cadc6-9a80-7b3d-8e97-9e7311da9124' });
       * console.log(answer);
       * ```
       */
      document(input: InputOf<CashwrapContract['inventory']['purchaseOrders']['document']>, options?: CallOptions): Promise<PurchaseOrderDocument>;
    };

    readonly goodsReceipts: {
      /**
       * List what suppliers have delivered.
       *
       * Takes the permission `purchase_orders.read` in the store `storeId`. REST: `GET /v1/inventory/goods-receipts`.
       *
       * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
       *
       * @example
       * ```ts
       * for await (const item of cashwrap.inventory.goodsReceipts.list({
       *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
       *   supplierId: '019cadc6-9a80-762d-8911-4e0ae68f7fec',
       *   purchaseOrderId: '019cadc6-9a80-79bd-832e-031aeeb49a23',
       * })) console.log(item);
       * ```
       */
      list(input?: InputOf<CashwrapContract['inventory']['goodsReceipts']['list']>, options?: CallOptions): ListOf<CashwrapContract['inventory']['goodsReceipts']['list']>;

      /**
       * Get a receipt of goods.
       *
       * Whoever may read receipts sees what they have cost.
       *
       * Takes the permission `purchase_orders.read` in the store of the goods receipt. REST: `GET /v1/inventory/goods-receipts/{id}`.
       *
       * Errors of its own: `NOT_FOUND`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.goodsReceipts.get({ id: '019cadc6-9a80-727a-8f88-d2025a01abc0' });
       * console.log(answer);
       * ```
       */
      get(input: InputOf<CashwrapContract['inventory']['goodsReceipts']['get']>, options?: CallOptions): Promise<GoodsReceipt>;
    };

    readonly supplierReturns: {
      /**
       * List what has gone back to suppliers.
       *
       * Takes the permission `purchase_orders.read` in the store `storeId`. REST: `GET /v1/inventory/supplier-returns`.
       *
       * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
       *
       * @example
       * ```ts
       * for await (const item of cashwrap.inventory.supplierReturns.list({
       *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
       *   supplierId: '019cadc6-9a80-762d-8911-4e0ae68f7fec',
       *   goodsReceiptId: '019cadc6-9a80-727a-8f88-d2025a01abc0',
       * })) console.log(item);
       * ```
       */
      list(input?: InputOf<CashwrapContract['inventory']['supplierReturns']['list']>, options?: CallOptions): ListOf<CashwrapContract['inventory']['supplierReturns']['list']>;

      /**
       * Get a return to a supplier.
       *
       * What the goods were worth in stock takes products.read_cost in the store; the credit does not.
       *
       * Takes the permission `purchase_orders.read` in the store of the supplier return. REST: `GET /v1/inventory/supplier-returns/{id}`.
       *
       * Errors of its own: `NOT_FOUND`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.supplierReturns.get({ id: '019cadc6-9a80-76bf-8353-f17ee688914c' });
       * console.log(answer);
       * ```
       */
      get(input: InputOf<CashwrapContract['inventory']['supplierReturns']['get']>, options?: CallOptions): Promise<SupplierReturn>;

      /**
       * Send goods back to a supplier.
       *
       * All lines or none. Stock leaves at its average cost; what the supplier gives back is shown beside it.
       *
       * Takes the permission `purchase_orders.return` in the store `storeId`. REST: `POST /v1/inventory/supplier-returns`.
       *
       * Errors of its own: `NOT_FOUND`, `INVALID_REFERENCE`, `PRODUCT_NOT_TRACKED`, `INSUFFICIENT_STOCK`, `QUANTITY_EXCEEDED`, `AMOUNT_OUT_OF_RANGE`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.supplierReturns.create({
       *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
       *   supplierId: '019cadc6-9a80-762d-8911-4e0ae68f7fec',
       *   goodsReceiptId: '019cadc6-9a80-727a-8f88-d2025a01abc0',
       *   reason: 'damaged',
       *   reference: 'RMA-77',
       *   note: 'Collected by the driver',
       *   lines: [
       *     {
       *       productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee',
       *       quantity: 1,
       *       from: 'damaged',
       *       unitCredit: 345,
       *     },
       *     { productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee', quantity: 1, from: 'on_hand' },
       *   ],
       * });
       * console.log(answer);
       * ```
       */
      create(input: InputOf<CashwrapContract['inventory']['supplierReturns']['create']>, options?: MutationOptions): Promise<SupplierReturn>;
    };

    readonly transfers: {
      /**
       * List transfers between stores.
       *
       * Takes the permission `transfers.read` in the store `storeId`. REST: `GET /v1/inventory/transfers`.
       *
       * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
       *
       * @example
       * ```ts
       * for await (const item of cashwrap.inventory.transfers.list({
       *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
       *   direction: 'out',
       *   productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee',
       *   status: 'draft',
       * })) console.log(item);
       * ```
       */
      list(input?: InputOf<CashwrapContract['inventory']['transfers']['list']>, options?: CallOptions): ListOf<CashwrapContract['inventory']['transfers']['list']>;

      /**
       * List the stores that a store can send goods to.
       *
       * All others of the same currency, with their names alone: also those that you may not see.
       *
       * Takes the permission `transfers.manage` in the store `storeId`. REST: `GET /v1/inventory/transfers/destinations`.
       *
       * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
       *
       * @example
       * ```ts
       * for await (const item of cashwrap.inventory.transfers.destinations({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', sort: '-name' })) console.log(item);
       * ```
       */
      destinations(input: InputOf<CashwrapContract['inventory']['transfers']['destinations']>, options?: CallOptions): ListOf<CashwrapContract['inventory']['transfers']['destinations']>;

      /**
       * Get a transfer.
       *
       * Who may see one of its two stores sees it.
       *
       * Takes the permission `transfers.read` in the store of the transfer. REST: `GET /v1/inventory/transfers/{id}`.
       *
       * Errors of its own: `NOT_FOUND`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.transfers.get({ id: '019cadc6-9a80-7732-851d-c4b4a8225d4a' });
       * console.log(answer);
       * ```
       */
      get(input: InputOf<CashwrapContract['inventory']['transfers']['get']>, options?: CallOptions): Promise<Transfer>;

      /**
       * Draft a transfer to another store of the same currency.
       *
       * It takes nothing in the other store, which need not be one that you may see: `destinations` lists them all.
       *
       * Takes the permission `transfers.manage` in the store `fromStoreId`. REST: `POST /v1/inventory/transfers`.
       *
       * Errors of its own: `NOT_FOUND`, `INVALID_REFERENCE`, `CURRENCY_MISMATCH`, `PRODUCT_NOT_TRACKED`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.transfers.create({
       *   fromStoreId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
       *   toStoreId: '019cadc6-9a80-7f82-8059-2ec09a650781',
       *   expectedOn: '2026-12-24',
       *   note: 'Van',
       *   lines: [{ productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee', quantity: 1 }],
       * });
       * console.log(answer);
       * ```
       */
      create(input: InputOf<CashwrapContract['inventory']['transfers']['create']>, options?: MutationOptions): Promise<Transfer>;

      /**
       * Change a transfer, at the store that sends it.
       *
       * Its lines while it is a draft, the other fields until all has arrived.
       *
       * Takes the permission `transfers.manage` in the store of the transfer. REST: `PATCH /v1/inventory/transfers/{id}`.
       *
       * Errors of its own: `NOT_FOUND`, `CONFLICT`, `WRONG_STATUS`, `INVALID_REFERENCE`, `PRODUCT_NOT_TRACKED`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.transfers.update({
       *   id: '019cadc6-9a80-7cec-8628-986c4af08f5c',
       *   version: 1,
       *   note: 'Lorry',
       *   lines: [{ productId: '019cadc6-9a80-71cc-8731-0a7a6fbbc301', quantity: 2.5 }],
       * });
       * console.log(answer);
       * ```
       */
      update(input: InputOf<CashwrapContract['inventory']['transfers']['update']>, options?: MutationOptions): Promise<Transfer>;

      /**
       * Send a draft: the goods leave the stock of its store, with their cost.
       *
       * All lines or none.
       *
       * Takes the permission `transfers.manage` in the store of the transfer. REST: `POST /v1/inventory/transfers/{id}/send`.
       *
       * Errors of its own: `NOT_FOUND`, `CONFLICT`, `WRONG_STATUS`, `NO_LINES`, `INSUFFICIENT_STOCK`, `AMOUNT_OUT_OF_RANGE`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.transfers.send({ id: '019cadc6-9a80-77fd-8fac-cbfb106b00ae', version: 1 });
       * console.log(answer);
       * ```
       */
      send(input: InputOf<CashwrapContract['inventory']['transfers']['send']>, options?: MutationOptions): Promise<Transfer>;

      /**
       * Receive goods of a transfer, or a part of them, at the store that they were sent to.
       *
       * No more than is in transit. What has not arrived stays in transit.
       *
       * Takes the permission `transfers.receive` in the store of the transfer. REST: `POST /v1/inventory/transfers/{id}/receive`.
       *
       * Errors of its own: `NOT_FOUND`, `WRONG_STATUS`, `INVALID_REFERENCE`, `QUANTITY_EXCEEDED`, `AMOUNT_OUT_OF_RANGE`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.transfers.receive({
       *   id: '019cadc6-9a80-7732-851d-c4b4a8225d4a',
       *   lines: [{ productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee', quantity: 1, damaged: 1 }],
       * });
       * console.log(answer);
       * ```
       */
      receive(input: InputOf<CashwrapContract['inventory']['transfers']['receive']>, options?: MutationOptions): Promise<Transfer>;

      /**
       * End a transfer with goods in transit: they came back, or they are lost.
       *
       * At the store that sent it. It is received then, or cancelled where all of it came back. Also a way back for what was sent by mistake.
       *
       * Takes the permission `transfers.manage` in the store of the transfer. REST: `POST /v1/inventory/transfers/{id}/close`.
       *
       * Errors of its own: `NOT_FOUND`, `CONFLICT`, `WRONG_STATUS`, `AMOUNT_OUT_OF_RANGE`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.transfers.close({ id: '019cadc6-9a80-7263-86eb-ef3085fc85c5', version: 2, outcome: 'returned' });
       * console.log(answer);
       * ```
       */
      close(input: InputOf<CashwrapContract['inventory']['transfers']['close']>, options?: MutationOptions): Promise<Transfer>;

      /**
       * Cancel a transfer that was not sent.
       *
       * Takes the permission `transfers.manage` in the store of the transfer. REST: `POST /v1/inventory/transfers/{id}/cancel`.
       *
       * Errors of its own: `NOT_FOUND`, `CONFLICT`, `WRONG_STATUS`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.transfers.cancel({ id: '019cadc6-9a80-7a6d-8fcb-5bd9a0b32fa9', version: 1 });
       * console.log(answer);
       * ```
       */
      cancel(input: InputOf<CashwrapContract['inventory']['transfers']['cancel']>, options?: MutationOptions): Promise<Transfer>;
    };

    readonly stocktakes: {
      /**
       * List stocktakes.
       *
       * Takes the permission `stocktakes.read` in the store `storeId`. REST: `GET /v1/inventory/stocktakes`.
       *
       * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
       *
       * @example
       * ```ts
       * for await (const item of cashwrap.inventory.stocktakes.list({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', status: 'counting' })) console.log(item);
       * ```
       */
      list(input?: InputOf<CashwrapContract['inventory']['stocktakes']['list']>, options?: CallOptions): ListOf<CashwrapContract['inventory']['stocktakes']['list']>;

      /**
       * Get a stocktake, with what it has come to.
       *
       * Takes the permission `stocktakes.read` in the store of the stocktake. REST: `GET /v1/inventory/stocktakes/{id}`.
       *
       * Errors of its own: `NOT_FOUND`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.stocktakes.get({ id: '019cadc6-9a80-714e-8e27-7dde0bf5c1ea' });
       * console.log(answer);
       * ```
       */
      get(input: InputOf<CashwrapContract['inventory']['stocktakes']['get']>, options?: CallOptions): Promise<Stocktake>;

      /**
       * Draft a stocktake.
       *
       * Nothing can be counted before it is started; its categories are fixed then.
       *
       * Takes the permission `stocktakes.manage` in the store `storeId`. REST: `POST /v1/inventory/stocktakes`.
       *
       * Errors of its own: `NOT_FOUND`, `INVALID_REFERENCE`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.stocktakes.create({
       *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
       *   name: 'Yearly count',
       *   blind: false,
       *   note: 'Back room too',
       *   categoryIds: ['019cadc6-9a80-79fd-839c-46bcab2673e8'],
       * });
       * console.log(answer);
       * ```
       */
      create(input: InputOf<CashwrapContract['inventory']['stocktakes']['create']>, options?: MutationOptions): Promise<Stocktake>;

      /**
       * Change a stocktake; after counting has started, its name and note only.
       *
       * Takes the permission `stocktakes.manage` in the store of the stocktake. REST: `PATCH /v1/inventory/stocktakes/{id}`.
       *
       * Errors of its own: `NOT_FOUND`, `CONFLICT`, `WRONG_STATUS`, `INVALID_REFERENCE`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.stocktakes.update({ id: '019cadc6-9a80-77df-801a-fb7fd829779c', version: 1, name: 'Yearly count', blind: false });
       * console.log(answer);
       * ```
       */
      update(input: InputOf<CashwrapContract['inventory']['stocktakes']['update']>, options?: MutationOptions): Promise<Stocktake>;

      /**
       * Start counting, or go on counting after a review.
       *
       * Takes the permission `stocktakes.manage` in the store of the stocktake. REST: `POST /v1/inventory/stocktakes/{id}/start`.
       *
       * Errors of its own: `NOT_FOUND`, `CONFLICT`, `WRONG_STATUS`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.stocktakes.start({ id: '019cadc6-9a80-7c4c-8d93-efd569788af5', version: 1 });
       * console.log(answer);
       * ```
       */
      start(input: InputOf<CashwrapContract['inventory']['stocktakes']['start']>, options?: MutationOptions): Promise<Stocktake>;

      /**
       * Enter what was counted.
       *
       * By as many people at once as there are, while trading goes on, each in an area of their own: what somebody else has counted in the same area answers COUNTED_ALREADY, with no line entered. A count is compared with the stock of its own time, so what is sold or received later is neither lost nor counted twice.
       *
       * Takes the permission `stocktakes.count` in the store of the stocktake. REST: `POST /v1/inventory/stocktakes/{id}/count`.
       *
       * Errors of its own: `NOT_FOUND`, `WRONG_STATUS`, `INVALID_REFERENCE`, `PRODUCT_NOT_TRACKED`, `COUNTED_ALREADY`, `AMOUNT_OUT_OF_RANGE`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.stocktakes.count({
       *   id: '019cadc6-9a80-714e-8e27-7dde0bf5c1ea',
       *   area: 'Filter coffee',
       *   lines: [{ productId: '019cadc6-9a80-71cc-8731-0a7a6fbbc301', quantity: 2.5 }],
       * });
       * console.log(answer);
       * ```
       */
      count(input: InputOf<CashwrapContract['inventory']['stocktakes']['count']>, options?: MutationOptions): Promise<CountResult>;

      /**
       * Take back what was counted of some products, in all areas.
       *
       * Takes the permission `stocktakes.count` in the store of the stocktake. REST: `POST /v1/inventory/stocktakes/{id}/uncount`.
       *
       * Errors of its own: `NOT_FOUND`, `WRONG_STATUS`, `INVALID_REFERENCE`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.stocktakes.uncount({
       *   id: '019cadc6-9a80-714e-8e27-7dde0bf5c1ea',
       *   productIds: ['019cadc6-9a80-71cc-8731-0a7a6fbbc301'],
       * });
       * console.log(answer);
       * ```
       */
      uncount(input: InputOf<CashwrapContract['inventory']['stocktakes']['uncount']>, options?: MutationOptions): Promise<UncountResult>;

      /**
       * List what was counted, with what differs.
       *
       * Takes the permission `stocktakes.read` in the store of the stocktake. REST: `GET /v1/inventory/stocktakes/{id}/lines`.
       *
       * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
       *
       * @example
       * ```ts
       * for await (const item of cashwrap.inventory.stocktakes.lines({ id: '019cadc6-9a80-71f5-8e0b-1e33d823f721', limit: 2 })) console.log(item);
       * ```
       */
      lines(input: InputOf<CashwrapContract['inventory']['stocktakes']['lines']>, options?: CallOptions): ListOf<CashwrapContract['inventory']['stocktakes']['lines']>;

      /**
       * List what is still to be counted.
       *
       * What is never counted is left as it was.
       *
       * Takes the permission `stocktakes.read` in the store of the stocktake. REST: `GET /v1/inventory/stocktakes/{id}/uncounted`.
       *
       * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
       *
       * @example
       * ```ts
       * for await (const item of cashwrap.inventory.stocktakes.uncounted({ id: '019cadc6-9a80-714e-8e27-7dde0bf5c1ea', search: 'app', limit: 5 })) console.log(item);
       * ```
       */
      uncounted(input: InputOf<CashwrapContract['inventory']['stocktakes']['uncounted']>, options?: CallOptions): ListOf<CashwrapContract['inventory']['stocktakes']['uncounted']>;

      /**
       * End counting, to look at what differs.
       *
       * Nothing is corrected yet: apply it, start it again to go on counting, or cancel it.
       *
       * Takes the permission `stocktakes.manage` in the store of the stocktake. REST: `POST /v1/inventory/stocktakes/{id}/review`.
       *
       * Errors of its own: `NOT_FOUND`, `CONFLICT`, `WRONG_STATUS`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.stocktakes.review({ id: '019cadc6-9a80-7708-8a26-85d940fe99ca', version: 2 });
       * console.log(answer);
       * ```
       */
      review(input: InputOf<CashwrapContract['inventory']['stocktakes']['review']>, options?: MutationOptions): Promise<Stocktake>;

      /**
       * Correct the stock by what differs.
       *
       * Answers at once; the lines are applied behind it, a thousand at a time, and a server that is stopped meanwhile goes on afterwards. The status is applied when all are.
       *
       * Takes the permission `stocktakes.manage` in the store of the stocktake. REST: `POST /v1/inventory/stocktakes/{id}/apply`.
       *
       * Errors of its own: `NOT_FOUND`, `CONFLICT`, `WRONG_STATUS`, `NOTHING_COUNTED`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.stocktakes.apply({ id: '019cadc6-9a80-7a4d-8a99-1eca4736d0f4', version: 3 });
       * console.log(answer);
       * ```
       */
      apply(input: InputOf<CashwrapContract['inventory']['stocktakes']['apply']>, options?: MutationOptions): Promise<Stocktake>;

      /**
       * Cancel a stocktake: the stock stays as it is.
       *
       * Takes the permission `stocktakes.manage` in the store of the stocktake. REST: `POST /v1/inventory/stocktakes/{id}/cancel`.
       *
       * Errors of its own: `NOT_FOUND`, `CONFLICT`, `WRONG_STATUS`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.inventory.stocktakes.cancel({ id: '019cadc6-9a80-786d-8267-c020bf373413', version: 1 });
       * console.log(answer);
       * ```
       */
      cancel(input: InputOf<CashwrapContract['inventory']['stocktakes']['cancel']>, options?: MutationOptions): Promise<Stocktake>;
    };
  };

  readonly shifts: {
    /**
     * Open a shift: the drawer of a till, with its float.
     *
     * A till has one open shift at most; any number of people sell in it. Cash is taken in an open shift only.
     *
     * Takes the permission `shifts.open` in the store `storeId`. REST: `POST /v1/shifts`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_REFERENCE`, `ALREADY_EXISTS`, `SHIFT_ALREADY_OPEN`, `REGISTER_RETIRED`, `CASH_NOT_ACCEPTED`, `AMOUNT_OUT_OF_RANGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.shifts.open({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   registerId: '019cadc6-9a80-776b-89cf-1058d7527744',
     *   note: 'Morning',
     *   openingFloat: { denominations: [{ value: 5000, count: 2 }] },
     * });
     * console.log(answer);
     * ```
     */
    open(input: InputOf<CashwrapContract['shifts']['open']>, options?: MutationOptions): Promise<Shift>;

    /**
     * Get the open shift of a register.
     *
     * Takes the permission `shifts.read` in the store `storeId`. REST: `GET /v1/shifts/current`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.shifts.current({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   registerId: '019cadc6-9a80-7b06-8146-f497e8ba6eb7',
     * });
     * console.log(answer);
     * ```
     */
    current(input: InputOf<CashwrapContract['shifts']['current']>, options?: CallOptions): Promise<Shift>;

    /**
     * Get a shift.
     *
     * Takes the permission `shifts.read` in the store of the shift. REST: `GET /v1/shifts/{id}`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.shifts.get({ id: '019cadc6-9a80-7d41-86ba-f6232dd0fa53' });
     * console.log(answer);
     * ```
     */
    get(input: InputOf<CashwrapContract['shifts']['get']>, options?: CallOptions): Promise<Shift>;

    /**
     * List shifts, such as those that are still open.
     *
     * Takes the permission `shifts.read` in the store `storeId`. REST: `GET /v1/shifts`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.shifts.list({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', status: 'open' })) console.log(item);
     * ```
     */
    list(input?: InputOf<CashwrapContract['shifts']['list']>, options?: CallOptions): ListOf<CashwrapContract['shifts']['list']>;

    /**
     * Put cash into the drawer or take it out beside sales, or open the drawer without a sale.
     *
     * Opening it without a sale takes shifts.open_drawer, or an approval.
     *
     * Takes the permission `shifts.move_cash` in the store of the shift. REST: `POST /v1/shifts/{id}/cash-movements`.
     *
     * Errors of its own: `APPROVAL_REQUIRED`, `INVALID_APPROVAL`, `NOT_FOUND`, `SHIFT_CLOSED`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.shifts.addCashMovement({ id: '019cadc6-9a80-7d41-86ba-f6232dd0fa53', kind: 'paid_out', amount: 250, reason: 'Milk' });
     * console.log(answer);
     * ```
     */
    addCashMovement(input: InputOf<CashwrapContract['shifts']['addCashMovement']>, options?: MutationOptions): Promise<CashMovement>;

    /**
     * List what happened to the drawer beside sales.
     *
     * Takes the permission `shifts.read` in the store of the shift. REST: `GET /v1/shifts/{id}/cash-movements`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.shifts.cashMovements({ id: '019cadc6-9a80-7d41-86ba-f6232dd0fa53', kind: 'paid_in' })) console.log(item);
     * ```
     */
    cashMovements(input: InputOf<CashwrapContract['shifts']['cashMovements']>, options?: CallOptions): ListOf<CashwrapContract['shifts']['cashMovements']>;

    /**
     * Get what happened to a drawer beside sales.
     *
     * Takes the permission `shifts.read` in the store of the cash movement. REST: `GET /v1/cash-movements/{id}`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.shifts.cashMovement({ id: '019cadc6-9a80-704c-8f52-debb6038054f' });
     * console.log(answer);
     * ```
     */
    cashMovement(input: InputOf<CashwrapContract['shifts']['cashMovement']>, options?: CallOptions): Promise<CashMovement>;

    /**
     * See what an open shift has come to so far.
     *
     * Takes the permission `shifts.read_totals` in the store of the shift. REST: `GET /v1/shifts/{id}/x-report`.
     *
     * Errors of its own: `NOT_FOUND`, `SHIFT_CLOSED`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.shifts.xReport({ id: '019cadc6-9a80-7d41-86ba-f6232dd0fa53' });
     * console.log(answer);
     * ```
     */
    xReport(input: InputOf<CashwrapContract['shifts']['xReport']>, options?: CallOptions): Promise<XReport>;

    /**
     * Count the drawer and close the shift.
     *
     * Blind: whoever counts need not see what is expected. Where the cash differs by more than the tolerance of the store it takes a reason, and shifts.accept_variance or an approval, whose figures are told to who may give it.
     *
     * Takes the permission `shifts.close` in the store of the shift. REST: `POST /v1/shifts/{id}/close`.
     *
     * Errors of its own: `APPROVAL_REQUIRED`, `INVALID_APPROVAL`, `NOT_FOUND`, `CONFLICT`, `SHIFT_CLOSED`, `VARIANCE_REASON_REQUIRED`, `AMOUNT_OUT_OF_RANGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.shifts.close({ id: '019cadc6-9a80-7998-8bbd-ac72e6fd9570', version: 1, cash: { amount: 10000 } });
     * console.log(answer);
     * ```
     */
    close(input: InputOf<CashwrapContract['shifts']['close']>, options?: MutationOptions): Promise<Shift>;

    /**
     * Close a shift that was forgotten, with a count or without.
     *
     * Takes the permission `shifts.force_close` in the store of the shift. REST: `POST /v1/shifts/{id}/force-close`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `SHIFT_CLOSED`, `AMOUNT_OUT_OF_RANGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.shifts.forceClose({ id: '019cadc6-9a80-771b-83c6-dcbdf9126a4a', version: 1, reason: 'Forgotten' });
     * console.log(answer);
     * ```
     */
    forceClose(input: InputOf<CashwrapContract['shifts']['forceClose']>, options?: MutationOptions): Promise<Shift>;

    /**
     * Get what a closed shift had come to, as it was frozen.
     *
     * Takes the permission `shifts.read` in the store of the shift. REST: `GET /v1/shifts/{id}/z-report`.
     *
     * Errors of its own: `NOT_FOUND`, `SHIFT_OPEN`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.shifts.zReport({ id: '019cadc6-9a80-77a5-851e-5ba9ef99416e' });
     * console.log(answer);
     * ```
     */
    zReport(input: InputOf<CashwrapContract['shifts']['zReport']>, options?: CallOptions): Promise<ZReport>;

    /**
     * Cash up: what all shifts of a store have come to on a business day.
     *
     * Takes the permission `shifts.read_totals` in the store `storeId`. REST: `GET /v1/shifts/cash-up`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.shifts.cashUp({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', businessDate: '2026-02-28' });
     * console.log(answer);
     * ```
     */
    cashUp(input: InputOf<CashwrapContract['shifts']['cashUp']>, options?: CallOptions): Promise<CashUp>;
  };

  readonly sales: {
    /**
     * Price a cart, and store nothing.
     *
     * Takes the permission `sales.create` in the store `storeId`. REST: `POST /v1/sales/quote`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_REFERENCE`, `INVALID_BARCODE`, `PRODUCT_NOT_FOR_SALE`, `PRICE_MISSING`, `TAX_RATE_MISSING`, `DISCOUNT_CODE_INVALID`, `AMOUNT_OUT_OF_RANGE`, `GIFT_CARD_NOT_TAKEN`, `CURRENCY_MISMATCH`, `CUSTOMER_REQUIRED`, `LOYALTY_NOT_AVAILABLE`, `REWARD_NOT_APPLICABLE`, `INSUFFICIENT_BALANCE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.sales.quote({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   lines: [{ productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee', quantity: 2 }],
     *   discounts: [{ type: 'percentage', name: 'Neighbour', percentage: 10 }],
     * });
     * console.log(answer);
     * ```
     */
    quote(input: InputOf<CashwrapContract['sales']['quote']>, options?: CallOptions): Promise<SaleQuote>;

    /**
     * Check out a whole sale with its payments at once, or open one.
     *
     * With payments: prices the cart, takes the payments, moves the stock and numbers the sale, all of it or nothing. Without: opens a sale, to which lines and payments are added one by one. A client may make the id; the same id with the same content is the same sale, however often it is sent. A discount code that takes nothing off is refused, unless `expected` says that the till has shown the price without it.
     *
     * Takes the permission `sales.create` in the store `storeId`. REST: `POST /v1/sales`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_REFERENCE`, `INVALID_BARCODE`, `PRODUCT_NOT_FOR_SALE`, `PRICE_MISSING`, `TAX_RATE_MISSING`, `DISCOUNT_CODE_INVALID`, `AMOUNT_OUT_OF_RANGE`, `GIFT_CARD_NOT_TAKEN`, `CURRENCY_MISMATCH`, `CUSTOMER_REQUIRED`, `LOYALTY_NOT_AVAILABLE`, `REWARD_NOT_APPLICABLE`, `INSUFFICIENT_BALANCE`, `APPROVAL_REQUIRED`, `INVALID_APPROVAL`, `PRICE_MISMATCH`, `DISCOUNT_NOT_APPLICABLE`, `DISCOUNT_USED_UP`, `PAYMENT_MISMATCH`, `CASH_NOT_ACCEPTED`, `REGISTER_RETIRED`, `SHIFT_REQUIRED`, `SHIFT_CHANGED`, `INSUFFICIENT_STOCK`, `GIFT_CARD_FOR_GIFT_CARD`, `CUSTOMER_CHANGED`, `POINTS_NOT_TAKEN`, `ALREADY_EXISTS`, `LOCKED_OUT`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.sales.create({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   registerId: '019cadc6-9a80-7b06-8146-f497e8ba6eb7',
     *   lines: [{ productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee', quantity: 1 }],
     *   payments: [{ method: 'cash', tendered: 100000 }],
     *   note: 'No bag, please',
     * });
     * console.log(answer);
     * ```
     */
    create(input: InputOf<CashwrapContract['sales']['create']>, options?: MutationOptions): Promise<Sale>;

    /**
     * Get a sale.
     *
     * Takes the permission `sales.read` in the store of the sale. REST: `GET /v1/sales/{id}`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.sales.get({ id: '019cadc6-9a80-74ca-8fa2-bbc5a8f7847e' });
     * console.log(answer);
     * ```
     */
    get(input: InputOf<CashwrapContract['sales']['get']>, options?: CallOptions): Promise<Sale>;

    /**
     * List completed sales.
     *
     * Takes the permission `sales.read` in the store `storeId`. REST: `GET /v1/sales`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.sales.list({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   registerId: '019cadc6-9a80-7b06-8146-f497e8ba6eb7',
     * })) console.log(item);
     * ```
     */
    list(input?: InputOf<CashwrapContract['sales']['list']>, options?: CallOptions): ListOf<CashwrapContract['sales']['list']>;

    /**
     * Get the receipt of a sale, as JSON, text, a page, or bytes for a printer.
     *
     * In the language of the store, or in English where its words are not there yet; numbers and dates as the store writes them. `escpos` is for thermal printers with the code pages of Epson, and cuts the paper; it opens no drawer. To read it changes nothing: whoever prints it again asks for a `copy`.
     *
     * Takes the permission `sales.read` in the store of the sale. REST: `GET /v1/sales/{id}/receipt`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.sales.receipt({ id: '019cadc6-9a80-74ca-8fa2-bbc5a8f7847e', format: 'json' });
     * console.log(answer);
     * ```
     */
    readonly receipt: Method<CashwrapContract['sales']['receipt']>;

    /**
     * Get the sale of a register with a number, or with the reference that an offline till has printed.
     *
     * Takes the permission `sales.read` in the store `storeId`. REST: `GET /v1/sales/by-number`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.sales.byNumber({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   registerId: '019cadc6-9a80-7b06-8146-f497e8ba6eb7',
     *   number: 1,
     * });
     * console.log(answer);
     * ```
     */
    byNumber(input: InputOf<CashwrapContract['sales']['byNumber']>, options?: CallOptions): Promise<Sale>;

    /**
     * List sales that are open or parked, or were cancelled.
     *
     * Takes the permission `sales.read` in the store `storeId`. REST: `GET /v1/sales/open`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.sales.listOpen({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   registerId: '019cadc6-9a80-7b06-8146-f497e8ba6eb7',
     *   status: 'open',
     * })) console.log(item);
     * ```
     */
    listOpen(input?: InputOf<CashwrapContract['sales']['listOpen']>, options?: CallOptions): ListOf<CashwrapContract['sales']['listOpen']>;

    /**
     * Change an open sale: its customer, discounts, codes, service charges, gift cards, rewards, name or note.
     *
     * What is left out stays as it is; a list that is given takes the place of the one before. The sale is priced again: with nothing but its version a sale is priced as of now.
     *
     * Takes the permission `sales.create` in the store of the sale. REST: `PATCH /v1/sales/{id}`.
     *
     * Errors of its own: `CONFLICT`, `WRONG_STATUS`, `NOT_FOUND`, `INVALID_REFERENCE`, `INVALID_BARCODE`, `PRODUCT_NOT_FOR_SALE`, `PRICE_MISSING`, `TAX_RATE_MISSING`, `DISCOUNT_CODE_INVALID`, `AMOUNT_OUT_OF_RANGE`, `GIFT_CARD_NOT_TAKEN`, `CURRENCY_MISMATCH`, `CUSTOMER_REQUIRED`, `LOYALTY_NOT_AVAILABLE`, `REWARD_NOT_APPLICABLE`, `INSUFFICIENT_BALANCE`, `CUSTOMER_CHANGED`, `PAYMENTS_PRESENT`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.sales.update({ id: '019cadc6-9a80-7ea3-83f9-0e48756950d8', version: 1, note: 'Gift wrapping' });
     * console.log(answer);
     * ```
     */
    update(input: InputOf<CashwrapContract['sales']['update']>, options?: MutationOptions): Promise<Sale>;

    /**
     * Put a line into an open sale.
     *
     * Takes the permission `sales.create` in the store of the sale. REST: `POST /v1/sales/{id}/lines`.
     *
     * Errors of its own: `CONFLICT`, `WRONG_STATUS`, `NOT_FOUND`, `INVALID_REFERENCE`, `INVALID_BARCODE`, `PRODUCT_NOT_FOR_SALE`, `PRICE_MISSING`, `TAX_RATE_MISSING`, `DISCOUNT_CODE_INVALID`, `AMOUNT_OUT_OF_RANGE`, `GIFT_CARD_NOT_TAKEN`, `CURRENCY_MISMATCH`, `CUSTOMER_REQUIRED`, `LOYALTY_NOT_AVAILABLE`, `REWARD_NOT_APPLICABLE`, `INSUFFICIENT_BALANCE`, `ALREADY_EXISTS`, `TOO_MANY_LINES`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.sales.addLine({
     *   id: '019cadc6-9a80-7f91-81cb-ecb2baaf0a69',
     *   version: 1,
     *   productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee',
     *   quantity: 1,
     * });
     * console.log(answer);
     * ```
     */
    addLine(input: InputOf<CashwrapContract['sales']['addLine']>, options?: MutationOptions): Promise<Sale>;

    /**
     * Change the quantity, price or discounts of a line of an open sale.
     *
     * Takes the permission `sales.create` in the store of the sale. REST: `PATCH /v1/sales/{id}/lines/{lineId}`.
     *
     * Errors of its own: `CONFLICT`, `WRONG_STATUS`, `NOT_FOUND`, `INVALID_REFERENCE`, `INVALID_BARCODE`, `PRODUCT_NOT_FOR_SALE`, `PRICE_MISSING`, `TAX_RATE_MISSING`, `DISCOUNT_CODE_INVALID`, `AMOUNT_OUT_OF_RANGE`, `GIFT_CARD_NOT_TAKEN`, `CURRENCY_MISMATCH`, `CUSTOMER_REQUIRED`, `LOYALTY_NOT_AVAILABLE`, `REWARD_NOT_APPLICABLE`, `INSUFFICIENT_BALANCE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.sales.updateLine({
     *   id: '019cadc6-9a80-757d-8619-a2932d637674',
     *   lineId: '019cadc6-9a80-762a-82d5-980d5fc0be82',
     *   version: 1,
     *   quantity: 2,
     * });
     * console.log(answer);
     * ```
     */
    updateLine(input: InputOf<CashwrapContract['sales']['updateLine']>, options?: MutationOptions): Promise<Sale>;

    /**
     * Take a line out of an open sale.
     *
     * Takes the permission `sales.create` in the store of the sale. REST: `DELETE /v1/sales/{id}/lines/{lineId}`.
     *
     * Errors of its own: `CONFLICT`, `WRONG_STATUS`, `NOT_FOUND`, `INVALID_REFERENCE`, `INVALID_BARCODE`, `PRODUCT_NOT_FOR_SALE`, `PRICE_MISSING`, `TAX_RATE_MISSING`, `DISCOUNT_CODE_INVALID`, `AMOUNT_OUT_OF_RANGE`, `GIFT_CARD_NOT_TAKEN`, `CURRENCY_MISMATCH`, `CUSTOMER_REQUIRED`, `LOYALTY_NOT_AVAILABLE`, `REWARD_NOT_APPLICABLE`, `INSUFFICIENT_BALANCE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.sales.removeLine({
     *   id: '019cadc6-9a80-72ba-8ec8-7f414b223a3c',
     *   lineId: '019cadc6-9a80-7407-8463-5d978128da26',
     *   version: 1,
     * });
     * console.log(answer);
     * ```
     */
    removeLine(input: InputOf<CashwrapContract['sales']['removeLine']>, options?: MutationOptions): Promise<Sale>;

    /**
     * Put an open sale aside, to go on with it later or at another register.
     *
     * Not with payments that were taken: what is in one drawer is not counted in another.
     *
     * Takes the permission `sales.create` in the store of the sale. REST: `POST /v1/sales/{id}/park`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `WRONG_STATUS`, `PAYMENTS_PRESENT`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.sales.park({ id: '019cadc6-9a80-7895-8bf5-90f7d65f9367', version: 1, name: 'Mrs Smith' });
     * console.log(answer);
     * ```
     */
    park(input: InputOf<CashwrapContract['sales']['park']>, options?: MutationOptions): Promise<Sale>;

    /**
     * Go on with a parked sale, at any register of its store; it is priced again.
     *
     * Takes the permission `sales.create` in the store of the sale. REST: `POST /v1/sales/{id}/resume`.
     *
     * Errors of its own: `CONFLICT`, `WRONG_STATUS`, `NOT_FOUND`, `INVALID_REFERENCE`, `INVALID_BARCODE`, `PRODUCT_NOT_FOR_SALE`, `PRICE_MISSING`, `TAX_RATE_MISSING`, `DISCOUNT_CODE_INVALID`, `AMOUNT_OUT_OF_RANGE`, `GIFT_CARD_NOT_TAKEN`, `CURRENCY_MISMATCH`, `CUSTOMER_REQUIRED`, `LOYALTY_NOT_AVAILABLE`, `REWARD_NOT_APPLICABLE`, `INSUFFICIENT_BALANCE`, `REGISTER_RETIRED`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.sales.resume({
     *   id: '019cadc6-9a80-7e34-813c-d22816af10e2',
     *   version: 2,
     *   registerId: '019cadc6-9a80-7b06-8146-f497e8ba6eb7',
     * });
     * console.log(answer);
     * ```
     */
    resume(input: InputOf<CashwrapContract['sales']['resume']>, options?: MutationOptions): Promise<Sale>;

    /**
     * Complete an open sale that is paid.
     *
     * Prices it again, takes what its payments take from accounts, moves the stock and numbers the sale: all of it or nothing. Every payment must be decided.
     *
     * Takes the permission `sales.create` in the store of the sale. REST: `POST /v1/sales/{id}/complete`.
     *
     * Errors of its own: `CONFLICT`, `WRONG_STATUS`, `NOT_FOUND`, `INVALID_REFERENCE`, `INVALID_BARCODE`, `PRODUCT_NOT_FOR_SALE`, `PRICE_MISSING`, `TAX_RATE_MISSING`, `DISCOUNT_CODE_INVALID`, `AMOUNT_OUT_OF_RANGE`, `GIFT_CARD_NOT_TAKEN`, `CURRENCY_MISMATCH`, `CUSTOMER_REQUIRED`, `LOYALTY_NOT_AVAILABLE`, `REWARD_NOT_APPLICABLE`, `INSUFFICIENT_BALANCE`, `APPROVAL_REQUIRED`, `INVALID_APPROVAL`, `PRICE_MISMATCH`, `DISCOUNT_NOT_APPLICABLE`, `DISCOUNT_USED_UP`, `PAYMENT_MISMATCH`, `CASH_NOT_ACCEPTED`, `REGISTER_RETIRED`, `SHIFT_REQUIRED`, `SHIFT_CHANGED`, `INSUFFICIENT_STOCK`, `GIFT_CARD_FOR_GIFT_CARD`, `CUSTOMER_CHANGED`, `POINTS_NOT_TAKEN`, `NO_LINES`, `PAYMENT_UNDECIDED`, `ALREADY_EXISTS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.sales.complete({ id: '019cadc6-9a80-7b3f-82c4-8325ffd4739c', version: 1 });
     * console.log(answer);
     * ```
     */
    complete(input: InputOf<CashwrapContract['sales']['complete']>, options?: MutationOptions): Promise<Sale>;

    /**
     * Pay a part of an open sale.
     *
     * A card is charged by its provider before this answers; where the provider does not answer in time, the payment is `pending`, and is decided by asking, never by charging twice. One that was refused is `failed`, and says why. What is to come out of accounts is taken when the sale is completed. The same paymentId, or the same Idempotency-Key, is the same payment.
     *
     * Takes the permission `sales.create` in the store of the sale. REST: `POST /v1/sales/{id}/payments`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `WRONG_STATUS`, `INVALID_REFERENCE`, `ALREADY_EXISTS`, `TOO_MANY_PAYMENTS`, `CASH_NOT_ACCEPTED`, `SHIFT_REQUIRED`, `GIFT_CARD_NOT_TAKEN`, `CURRENCY_MISMATCH`, `CUSTOMER_REQUIRED`, `LOYALTY_NOT_AVAILABLE`, `POINTS_NOT_TAKEN`, `INSUFFICIENT_BALANCE`, `LOCKED_OUT`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.sales.addPayment({
     *   id: '019cadc6-9a80-76da-86d3-b0c14bbe7d44',
     *   version: 1,
     *   payment: { method: 'cash', tendered: 1000 },
     * });
     * console.log(answer);
     * ```
     */
    addPayment(input: InputOf<CashwrapContract['sales']['addPayment']>, options?: MutationOptions): Promise<Sale>;

    /**
     * Take a payment of an open sale back; its provider voids it, or gives the money back.
     *
     * Takes the permission `sales.create` in the store of the sale. REST: `DELETE /v1/sales/{id}/payments/{paymentId}`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `WRONG_STATUS`, `PAYMENT_UNDECIDED`, `PAYMENT_NOT_VOIDED`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.sales.removePayment({
     *   id: '019cadc6-9a80-79b1-8d87-c2f6588aabdf',
     *   version: 2,
     *   paymentId: '019cadc6-9a80-7d53-8d13-c2c7ccc3567a',
     * });
     * console.log(answer);
     * ```
     */
    removePayment(input: InputOf<CashwrapContract['sales']['removePayment']>, options?: MutationOptions): Promise<Sale>;

    /**
     * Cancel a sale that is open or parked; its payments are voided first.
     *
     * Takes the permission `sales.create` in the store of the sale. REST: `POST /v1/sales/{id}/cancel`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `WRONG_STATUS`, `PAYMENT_UNDECIDED`, `PAYMENT_NOT_VOIDED`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.sales.cancel({ id: '019cadc6-9a80-758a-8885-f473eb57237f', version: 1, reason: 'The customer has left' });
     * console.log(answer);
     * ```
     */
    cancel(input: InputOf<CashwrapContract['sales']['cancel']>, options?: MutationOptions): Promise<Sale>;

    /**
     * Void a sale: take all of it back in the shift that it was made in.
     *
     * Makes a return of everything, with the tips, back into stock, the way it was paid. Takes sales.void, or an approval. When the shift is closed, or something was returned already, it takes an ordinary return.
     *
     * Takes the permission `sales.create` in the store of the sale. REST: `POST /v1/sales/{id}/void`.
     *
     * Errors of its own: `APPROVAL_REQUIRED`, `INVALID_APPROVAL`, `NOT_FOUND`, `ALREADY_EXISTS`, `WRONG_STATUS`, `VOID_NOT_POSSIBLE`, `CASH_NOT_ACCEPTED`, `SHIFT_REQUIRED`, `REGISTER_RETIRED`, `SHIFT_CHANGED`, `CUSTOMER_REQUIRED`, `INSUFFICIENT_BALANCE`, `GIFT_CARD_NOT_TAKEN`, `AMOUNT_OUT_OF_RANGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.sales.void({ id: '019cadc6-9a80-7591-8843-16e8bb7fe5b0', reason: 'Rung up twice' });
     * console.log(answer);
     * ```
     */
    void(input: InputOf<CashwrapContract['sales']['void']>, options?: MutationOptions): Promise<Return>;

    /**
     * Record sales that tills have handed over without a connection.
     *
     * Each sale for itself, in any order, and once, however often it is sent: its id decides. What was handed over is never refused for stock or price: it is recorded as it happened, and flagged where somebody should look at it. One whose shift was closed meanwhile is late: in the next Z report of the register apart, and in no drawer.
     *
     * Takes the permission `sales.ingest` in the store `storeId`. REST: `POST /v1/sales/ingest`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.sales.ingest({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   sales: [
     *     {
     *       id: '019cadc6-9a80-7257-812d-db51a7d178ab',
     *       registerId: '019cadc6-9a80-7b06-8146-f497e8ba6eb7',
     *       tillReference: 'T-000128',
     *       occurredAt: '2026-03-02T09:00:06.000Z',
     *       lines: [{ productId: '019cadc6-9a80-7eb3-85e7-0fe0b148ec1a', quantity: 1 }],
     *       payments: [{ method: 'cash', tendered: 150 }],
     *       shown: { total: 150, lineTotals: [150] },
     *     },
     *   ],
     * });
     * console.log(answer);
     * ```
     */
    ingest(input: InputOf<CashwrapContract['sales']['ingest']>, options?: MutationOptions): Promise<IngestedSales>;
  };

  readonly saleFlags: {
    /**
     * List what somebody should look at, of sales that offline tills have handed over.
     *
     * Takes the permission `sales.read` in the store `storeId`. REST: `GET /v1/sale-flags`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.saleFlags.list({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', kind: 'uncollected', status: 'open' })) console.log(item);
     * ```
     */
    list(input?: InputOf<CashwrapContract['saleFlags']['list']>, options?: CallOptions): ListOf<CashwrapContract['saleFlags']['list']>;

    /**
     * Say that a flag was looked at, and what came of it.
     *
     * The sale stays as it is: what is to be put right is a document of its own, such as a return.
     *
     * Takes the permission `sales.review` in the store of the sale flag. REST: `POST /v1/sale-flags/{id}/resolve`.
     *
     * Errors of its own: `NOT_FOUND`, `WRONG_STATUS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.saleFlags.resolve({ id: '019cadc6-9a80-7ea3-84af-b67d831ee77c', resolution: 'Paid the next day' });
     * console.log(answer);
     * ```
     */
    resolve(input: InputOf<CashwrapContract['saleFlags']['resolve']>, options?: MutationOptions): Promise<SaleFlag>;
  };

  readonly returns: {
    /**
     * Tell what goods of a sale would give back, and what of it can be returned; store nothing.
     *
     * Takes the permission `returns.create` in the store `storeId`. REST: `POST /v1/returns/quote`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_REFERENCE`, `INVALID_INPUT`, `QUANTITY_EXCEEDED`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.returns.quote({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   saleId: '019cadc6-9a80-7284-8163-01eb6a5ffff2',
     *   lines: [{ saleLineId: '019cadc6-9a80-787b-8f88-7da74cfd873a', quantity: 2 }],
     * });
     * console.log(answer);
     * ```
     */
    quote(input: InputOf<CashwrapContract['returns']['quote']>, options?: CallOptions): Promise<ReturnQuote>;

    /**
     * Take goods of a sale back, all or in parts.
     *
     * After q of Q units of a line are returned, round(x × q ÷ Q) of its net and of each of its taxes is given back in all, so that parts come to what all at once does. Points earned are clawed back and points spent restored, in the same proportion. What a provider has charged it gives back after this answers: such refunds are `pending` till then.
     *
     * Takes the permission `returns.create` in the store `storeId`. REST: `POST /v1/returns`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_REFERENCE`, `INVALID_INPUT`, `QUANTITY_EXCEEDED`, `APPROVAL_REQUIRED`, `INVALID_APPROVAL`, `ALREADY_EXISTS`, `REFUND_MISMATCH`, `CASH_NOT_ACCEPTED`, `SHIFT_REQUIRED`, `REGISTER_RETIRED`, `SHIFT_CHANGED`, `CUSTOMER_REQUIRED`, `CUSTOMER_CHANGED`, `INSUFFICIENT_BALANCE`, `AMOUNT_OUT_OF_RANGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.returns.create({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   registerId: '019cadc6-9a80-7b06-8146-f497e8ba6eb7',
     *   saleId: '019cadc6-9a80-7284-8163-01eb6a5ffff2',
     *   reason: 'Too small',
     *   lines: [{ saleLineId: '019cadc6-9a80-787b-8f88-7da74cfd873a', quantity: 1 }],
     * });
     * console.log(answer);
     * ```
     */
    create(input: InputOf<CashwrapContract['returns']['create']>, options?: MutationOptions): Promise<Return>;

    /**
     * Tell what goods without a receipt would give; store nothing.
     *
     * Takes the permission `returns.create` in the store `storeId`. REST: `POST /v1/returns/without-receipt/quote`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_REFERENCE`, `PRODUCT_NOT_FOR_SALE`, `PRICE_MISSING`, `TAX_RATE_MISSING`, `AMOUNT_OUT_OF_RANGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.returns.quoteWithoutReceipt({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   registerId: '019cadc6-9a80-7b06-8146-f497e8ba6eb7',
     *   customerId: '019cadc6-9a80-76d1-8146-ad28f5ec7eee',
     *   lines: [{ productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee', quantity: 1, disposition: 'damaged' }],
     * });
     * console.log(answer);
     * ```
     */
    quoteWithoutReceipt(input: InputOf<CashwrapContract['returns']['quoteWithoutReceipt']>, options?: CallOptions): Promise<ReturnQuote>;

    /**
     * Take goods back without a receipt, at their current price, for store credit.
     *
     * Takes returns.create_without_receipt, or an approval.
     *
     * Takes the permission `returns.create` in the store `storeId`. REST: `POST /v1/returns/without-receipt`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_REFERENCE`, `PRODUCT_NOT_FOR_SALE`, `PRICE_MISSING`, `TAX_RATE_MISSING`, `APPROVAL_REQUIRED`, `INVALID_APPROVAL`, `ALREADY_EXISTS`, `REFUND_MISMATCH`, `CASH_NOT_ACCEPTED`, `SHIFT_REQUIRED`, `REGISTER_RETIRED`, `SHIFT_CHANGED`, `CUSTOMER_REQUIRED`, `CUSTOMER_CHANGED`, `INSUFFICIENT_BALANCE`, `AMOUNT_OUT_OF_RANGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.returns.createWithoutReceipt({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   registerId: '019cadc6-9a80-7b06-8146-f497e8ba6eb7',
     *   customerId: '019cadc6-9a80-76d1-8146-ad28f5ec7eee',
     *   lines: [{ productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee', quantity: 1, disposition: 'damaged' }],
     *   reason: 'No receipt',
     *   note: 'Unopened',
     * });
     * console.log(answer);
     * ```
     */
    createWithoutReceipt(input: InputOf<CashwrapContract['returns']['createWithoutReceipt']>, options?: MutationOptions): Promise<Return>;

    /**
     * Get a return.
     *
     * Takes the permission `sales.read` in the store of the return. REST: `GET /v1/returns/{id}`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.returns.get({ id: '019cadc6-9a80-757f-8500-faa0119c572a' });
     * console.log(answer);
     * ```
     */
    get(input: InputOf<CashwrapContract['returns']['get']>, options?: CallOptions): Promise<Return>;

    /**
     * List returns.
     *
     * Takes the permission `sales.read` in the store `storeId`. REST: `GET /v1/returns`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.returns.list({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   registerId: '019cadc6-9a80-7b06-8146-f497e8ba6eb7',
     *   kind: 'return',
     * })) console.log(item);
     * ```
     */
    list(input?: InputOf<CashwrapContract['returns']['list']>, options?: CallOptions): ListOf<CashwrapContract['returns']['list']>;

    /**
     * Ask the provider again for a refund that it has refused.
     *
     * Takes the permission `returns.create` in the store of the return. REST: `POST /v1/returns/{id}/refunds/{refundId}/retry`.
     *
     * Errors of its own: `NOT_FOUND`, `WRONG_STATUS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.returns.retryRefund({ id: '019cadc6-9a80-7143-8de0-f6356479025b', refundId: '019cadc6-9a80-7cc7-84f2-4774a841ac77' });
     * console.log(answer);
     * ```
     */
    retryRefund(input: InputOf<CashwrapContract['returns']['retryRefund']>, options?: MutationOptions): Promise<Return>;

    /**
     * Get the receipt of a return, in the formats that those of sales have.
     *
     * Takes the permission `sales.read` in the store of the return. REST: `GET /v1/returns/{id}/receipt`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.returns.receipt({ id: '019cadc6-9a80-757f-8500-faa0119c572a', format: 'json' });
     * console.log(answer);
     * ```
     */
    readonly receipt: Method<CashwrapContract['returns']['receipt']>;
  };

  readonly exchanges: {
    /**
     * Take goods of a sale back and sell others, with one payment either way.
     *
     * A return and a sale, written together or not at all: what the returned goods give pays the new ones, up to what they come to. The rest is paid, or given back as of a return.
     *
     * Takes the permission `returns.create` in the store `storeId`. REST: `POST /v1/exchanges`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_REFERENCE`, `INVALID_BARCODE`, `PRODUCT_NOT_FOR_SALE`, `PRICE_MISSING`, `TAX_RATE_MISSING`, `DISCOUNT_CODE_INVALID`, `AMOUNT_OUT_OF_RANGE`, `GIFT_CARD_NOT_TAKEN`, `CURRENCY_MISMATCH`, `CUSTOMER_REQUIRED`, `LOYALTY_NOT_AVAILABLE`, `REWARD_NOT_APPLICABLE`, `INSUFFICIENT_BALANCE`, `APPROVAL_REQUIRED`, `INVALID_APPROVAL`, `PRICE_MISMATCH`, `DISCOUNT_NOT_APPLICABLE`, `DISCOUNT_USED_UP`, `PAYMENT_MISMATCH`, `CASH_NOT_ACCEPTED`, `REGISTER_RETIRED`, `SHIFT_REQUIRED`, `SHIFT_CHANGED`, `INSUFFICIENT_STOCK`, `GIFT_CARD_FOR_GIFT_CARD`, `CUSTOMER_CHANGED`, `POINTS_NOT_TAKEN`, `ALREADY_EXISTS`, `LOCKED_OUT`, `QUANTITY_EXCEEDED`, `REFUND_MISMATCH`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.exchanges.create({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   registerId: '019cadc6-9a80-7b06-8146-f497e8ba6eb7',
     *   return: {
     *     saleId: '019cadc6-9a80-7284-8163-01eb6a5ffff2',
     *     reason: 'Torn',
     *     lines: [{ saleLineId: '019cadc6-9a80-787b-8f88-7da74cfd873a', quantity: 1 }],
     *   },
     *   sale: {
     *     lines: [{ productId: '019cadc6-9a80-7eb3-85e7-0fe0b148ec1a', quantity: 1 }],
     *     payments: [{ method: 'cash', tendered: 100000 }],
     *   },
     * });
     * console.log(answer);
     * ```
     */
    create(input: InputOf<CashwrapContract['exchanges']['create']>, options?: MutationOptions): Promise<Exchange>;

    /**
     * Get an exchange.
     *
     * Takes the permission `sales.read` in the store of the exchange. REST: `GET /v1/exchanges/{id}`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.exchanges.get({ id: '019cadc6-9a80-7424-88e3-1102e358d556' });
     * console.log(answer);
     * ```
     */
    get(input: InputOf<CashwrapContract['exchanges']['get']>, options?: CallOptions): Promise<Exchange>;
  };

  readonly payments: {
    /**
     * List the payments of sales, such as the one that a terminal knows by a reference.
     *
     * Takes the permission `sales.read` in the store `storeId`. REST: `GET /v1/payments`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.payments.list({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   registerId: '019cadc6-9a80-7b06-8146-f497e8ba6eb7',
     *   method: 'cash',
     * })) console.log(item);
     * ```
     */
    list(input?: InputOf<CashwrapContract['payments']['list']>, options?: CallOptions): ListOf<CashwrapContract['payments']['list']>;

    /**
     * Get a payment, with the sale that it has paid.
     *
     * Takes the permission `sales.read` in the store of the payment. REST: `GET /v1/payments/{id}`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.payments.get({ id: '019cadc6-9a80-7630-89b6-a4c10e9d2e78' });
     * console.log(answer);
     * ```
     */
    get(input: InputOf<CashwrapContract['payments']['get']>, options?: CallOptions): Promise<SalePayment>;

    /**
     * Take the amount that a provider has set aside for an open sale.
     *
     * Takes the permission `sales.create` in the store of the payment. REST: `POST /v1/payments/{id}/capture`.
     *
     * Errors of its own: `NOT_FOUND`, `WRONG_STATUS`, `PAYMENT_NOT_CAPTURED`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.payments.capture({ id: '019cadc6-9a80-7a93-80ec-c03f89c08a7a' });
     * console.log(answer);
     * ```
     */
    capture(input: InputOf<CashwrapContract['payments']['capture']>, options?: MutationOptions): Promise<SalePayment>;

    /**
     * Void a payment of an open sale, as sales.removePayment does.
     *
     * What a completed sale has captured is given back by a return, or by sales.void.
     *
     * Takes the permission `sales.create` in the store of the payment. REST: `POST /v1/payments/{id}/void`.
     *
     * Errors of its own: `NOT_FOUND`, `WRONG_STATUS`, `PAYMENT_UNDECIDED`, `PAYMENT_NOT_VOIDED`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.payments.void({ id: '019cadc6-9a80-7ac1-89b9-e81cb71a5355' });
     * console.log(answer);
     * ```
     */
    void(input: InputOf<CashwrapContract['payments']['void']>, options?: MutationOptions): Promise<SalePayment>;

    /**
     * List who can charge cards here.
     *
     * Takes the permission `sales.create` in any store. REST: `GET /v1/payments/providers`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.payments.providers();
     * console.log(answer);
     * ```
     */
    providers(input?: InputOf<CashwrapContract['payments']['providers']>, options?: CallOptions): Promise<OutputOf<CashwrapContract['payments']['providers']>>;
  };

  readonly transactions: {
    /**
     * List the movements of money, with their running totals.
     *
     * The ledger of money: payments of sales, refunds of returns, and cash put into drawers and taken out of them. In the order of recording. The floats that shifts open with are not in it: they are in the business before and after. A running total is of what is recorded when the page is read: on the current day a till whose entry was on its way may still come in before another of the same moment.
     *
     * Takes the permission `transactions.read` in the store `storeId`. REST: `GET /v1/transactions`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.transactions.list({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   registerId: '019cadc6-9a80-7b06-8146-f497e8ba6eb7',
     *   kind: 'sale',
     *   method: 'cash',
     * })) console.log(item);
     * ```
     */
    list(input?: InputOf<CashwrapContract['transactions']['list']>, options?: CallOptions): ListOf<CashwrapContract['transactions']['list']>;

    /**
     * Get one movement of money.
     *
     * Takes the permission `transactions.read` in the store of the transaction. REST: `GET /v1/transactions/{id}`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.transactions.get({ id: '019cadc6-9a80-7f96-84ec-5fd9406b3914' });
     * console.log(answer);
     * ```
     */
    get(input: InputOf<CashwrapContract['transactions']['get']>, options?: CallOptions): Promise<Transaction>;

    /**
     * Add up the movements of money by store, currency, kind and payment method.
     *
     * Of the business days from businessDateFrom to businessDateTo, both inclusive, for each store, currency, kind and method that came up: amount = Σ amount, tips = Σ tip, count = the number of entries. Currencies are never added up. For each store and currency, Σ (amount − tips) of kind sale = Σ (total + cashRounding) of its completed sales, and of kind return = −Σ (total + cashRounding) of its returns; those of method exchange come to 0 together. Where each shift lies within the days, Σ amount by method of kind sale = Σ tenders of the X and Z reports, and of the sales that belong to no shift, such as late ones; of kind return = −Σ returns.refunds of the reports, and of the returns that belong to none; paid_in, paid_out and drop = their drawers; and Σ amount of method cash = Σ (expected − openingFloat) of their drawers, and the cash of late sales. All figures are of one moment.
     *
     * Takes the permission `transactions.read` in the store `storeId`. REST: `GET /v1/transactions/totals`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.transactions.totals({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   businessDateFrom: '2026-02-23',
     *   businessDateTo: '2026-03-01',
     * });
     * console.log(answer);
     * ```
     */
    totals(input: InputOf<CashwrapContract['transactions']['totals']>, options?: CallOptions): Promise<OutputOf<CashwrapContract['transactions']['totals']>>;
  };

  readonly reports: {
    /**
     * Read what was sold, by time, place, people, goods or payment method.
     *
     * Counts completed sales by their business day and returns by theirs; a voided sale stays counted, its void is a return. net = sold − returned; total = net + tax; profit = net − cost. Σ total + giftCards + cashRounding + tips of any grouping by time, place or employee = Σ collected of the payments report = Σ amount of the kinds sale and return in the ledger. Groups of goods and of customers leave out gift cards, tips and cash rounding; by customer, sales without one are the row whose key is null. Hours are those of the store’s clock when the document was completed. Categories and names are those of now.
     *
     * Takes the permission `reports.read` in the store `storeId`. REST: `GET /v1/reports/sales-summary`.
     *
     * Errors of its own: `NOT_FOUND`, `EXPORT_TOO_LARGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.reports.salesSummary({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   from: '2026-02-23',
     *   to: '2026-03-01',
     *   groupBy: 'day',
     *   compareTo: 'previous_period',
     *   limit: 2,
     * });
     * console.log(answer);
     * ```
     */
    readonly salesSummary: Method<CashwrapContract['reports']['salesSummary']>;

    /**
     * Read which products sold best.
     *
     * Counts completed sales by their business day and returns by theirs; a voided sale stays counted, its void is a return. quantity, net and cost are those sold less those returned; share = net ÷ Σ net of all goods of the report × 100. A bundle counts as itself, a variant as itself. JSON has the first ten unless limit says more.
     *
     * Takes the permission `reports.read` in the store `storeId`. REST: `GET /v1/reports/top-products`.
     *
     * Errors of its own: `NOT_FOUND`, `EXPORT_TOO_LARGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.reports.topProducts({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   from: '2026-02-23',
     *   to: '2026-03-01',
     *   limit: 3,
     * });
     * console.log(answer);
     * ```
     */
    readonly topProducts: Method<CashwrapContract['reports']['topProducts']>;

    /**
     * Read what was collected and refunded, by payment method.
     *
     * Counts completed sales by their business day and returns by theirs; a voided sale stays counted, its void is a return. collected = amount − refunded = Σ amount of the kinds sale and return in the ledger, by method. Gift cards, store credit and points that paid are methods here: they were owed before. exchange adds up to 0 where both sides are within the period, uncollected is what was handed over and never paid. Other payments stand apart by what they are called, under the key other:Town voucher.
     *
     * Takes the permission `reports.read` in the store `storeId`. REST: `GET /v1/reports/payments`.
     *
     * Errors of its own: `NOT_FOUND`, `EXPORT_TOO_LARGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.reports.payments({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', from: '2026-02-23', to: '2026-03-01' });
     * console.log(answer);
     * ```
     */
    readonly payments: Method<CashwrapContract['reports']['payments']>;

    /**
     * Read the taxes that are owed, by rate.
     *
     * Counts completed sales by their business day and returns by theirs; a voided sale stays counted, its void is a return. due = amount − returnedAmount; Σ due = Σ tax of the sales summary. A rate stands under the name and percentage that it had when it was charged; a line with several rates has its base in each of them.
     *
     * Takes the permission `reports.read` in the store `storeId`. REST: `GET /v1/reports/taxes`.
     *
     * Errors of its own: `NOT_FOUND`, `EXPORT_TOO_LARGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.reports.taxes({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', from: '2026-02-23', to: '2026-03-01' });
     * console.log(answer);
     * ```
     */
    readonly taxes: Method<CashwrapContract['reports']['taxes']>;

    /**
     * Read what discounts have taken off.
     *
     * Counts completed sales by their business day: Σ amount = Σ discounts of the sales summary. Rewards of a loyalty programme that are discounts are in it. Discounts that were given at the till have no id and stand under their name. What came back with returns is not taken off here.
     *
     * Takes the permission `reports.read` in the store `storeId`. REST: `GET /v1/reports/discounts`.
     *
     * Errors of its own: `NOT_FOUND`, `EXPORT_TOO_LARGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.reports.discounts({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', from: '2026-02-23', to: '2026-03-01' });
     * console.log(answer);
     * ```
     */
    readonly discounts: Method<CashwrapContract['reports']['discounts']>;

    /**
     * Read what was returned and given back, by kind, reason, people or goods.
     *
     * Counts returns by their own business day, whenever the goods were sold: refunded = total + cashRounding + tips = −Σ amount of the kind return in the ledger; Σ net = Σ returned of the sales summary. kind: return, void, without_receipt.
     *
     * Takes the permission `reports.read` in the store `storeId`. REST: `GET /v1/reports/refunds`.
     *
     * Errors of its own: `NOT_FOUND`, `EXPORT_TOO_LARGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.reports.refunds({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   from: '2026-02-01',
     *   to: '2026-02-28',
     *   groupBy: 'kind',
     * });
     * console.log(answer);
     * ```
     */
    readonly refunds: Method<CashwrapContract['reports']['refunds']>;

    /**
     * Read what was earned: net sales, cost of goods, gross profit, losses.
     *
     * Counts completed sales by their business day and returns by theirs; a voided sale stays counted, its void is a return. netSales = grossSales − discounts − includedTax − returned; grossProfit = netSales − costOfGoods; result = grossProfit − stockLosses + revaluations + cashRounding + cashVariance. What was put on gift cards is owed and no income until it pays goods; tips belong to the staff. Costs are those of the moving average when the goods left. Stock has no business day: it counts by when it was recorded, on the days of the store by its clock of now. Rent, pay and other costs are not known here.
     *
     * Takes the permission `reports.read_costs` in the store `storeId`. REST: `GET /v1/reports/profit-and-loss`.
     *
     * Errors of its own: `NOT_FOUND`, `EXPORT_TOO_LARGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.reports.profitAndLoss({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   from: '2026-02-01',
     *   to: '2026-02-28',
     *   compareTo: 'previous_period',
     * });
     * console.log(answer);
     * ```
     */
    readonly profitAndLoss: Method<CashwrapContract['reports']['profitAndLoss']>;

    /**
     * Read what the stock is worth, now or at the end of a day.
     *
     * value = Σ value of the stock movements recorded up to then, of each product and store: the moving average cost of what is on hand; below 0 where more was sold than was there. damagedValue: the same of the movements of damaged goods. What is on its way between stores is in neither. The business day ends by the clock of each store as it is set now; at the end of a day in the future: as now. What came in late from an offline till counts from when it was recorded. What has nothing on hand and nothing damaged has no row.
     *
     * Takes the permission `reports.read_costs` in the store `storeId`. REST: `GET /v1/reports/inventory-valuation`.
     *
     * Errors of its own: `NOT_FOUND`, `EXPORT_TOO_LARGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.reports.inventoryValuation({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', asOf: '2026-02-28', limit: 2 });
     * console.log(answer);
     * ```
     */
    readonly inventoryValuation: Method<CashwrapContract['reports']['inventoryValuation']>;

    /**
     * Read what is in stock, as one table.
     *
     * Of now: every product and store that ever had stock, or has a reorder point. isLow: onHand ≤ reorderPoint. Values are null without the permission reports.read_costs.
     *
     * Takes the permission `inventory.read` in the store `storeId`. REST: `GET /v1/reports/stock-levels`.
     *
     * Errors of its own: `NOT_FOUND`, `EXPORT_TOO_LARGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.reports.stockLevels({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', limit: 2 });
     * console.log(answer);
     * ```
     */
    readonly stockLevels: Method<CashwrapContract['reports']['stockLevels']>;

    /**
     * Read what is low and should be ordered.
     *
     * Of now: products whose onHand ≤ reorderPoint, the emptiest first (onHand − reorderPoint); archived ones are left out. missing = reorderPoint − onHand. onOrder is what suppliers still owe by open purchase orders of the store.
     *
     * Takes the permission `inventory.read` in the store `storeId`. REST: `GET /v1/reports/low-stock`.
     *
     * Errors of its own: `NOT_FOUND`, `EXPORT_TOO_LARGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.reports.lowStock({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', limit: 2 });
     * console.log(answer);
     * ```
     */
    readonly lowStock: Method<CashwrapContract['reports']['lowStock']>;

    /**
     * Read how fast the stock turns over.
     *
     * turnover = costOfGoods ÷ averageValue, averageValue = (openingValue + closingValue) ÷ 2; daysOfStock = averageValue ÷ costOfGoods × days. Of products whose stock is tracked, by what has left the stock of each: components of a bundle stand for themselves; what came back damaged is not back in stock. What came in late from an offline till counts when it was recorded. What had nothing on hand at either end and did not move by sales or returns between has no row.
     *
     * Takes the permission `reports.read_costs` in the store `storeId`. REST: `GET /v1/reports/stock-turnover`.
     *
     * Errors of its own: `NOT_FOUND`, `EXPORT_TOO_LARGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.reports.stockTurnover({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   from: '2026-02-01',
     *   to: '2026-02-28',
     *   limit: 2,
     * });
     * console.log(answer);
     * ```
     */
    readonly stockTurnover: Method<CashwrapContract['reports']['stockTurnover']>;

    /**
     * Read who has bought, how much, and who is new.
     *
     * A row for each customer with a sale or return in the period, those with the most net first; who was merged stands with whom they became. isNew: their first sale of all is within the period. Σ net and the sales without a customer = Σ net of the sales summary. Names are null without the permission customers.read, and of erased customers.
     *
     * Takes the permission `reports.read` in the store `storeId`. REST: `GET /v1/reports/customers`.
     *
     * Errors of its own: `NOT_FOUND`, `EXPORT_TOO_LARGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.reports.customers({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   from: '2026-02-23',
     *   to: '2026-03-01',
     *   limit: 2,
     * });
     * console.log(answer);
     * ```
     */
    readonly customers: Method<CashwrapContract['reports']['customers']>;

    /**
     * Read the points that came and went, by programme.
     *
     * By the entries of points recorded in the period: from the beginning of the first business day to the end of the last, by the clock of the store of the entry, and of UTC where it has none (expiries and corrections: they are in no report of single stores). opening + earned − redeemed − clawedBack + restored + adjusted − expired − forfeited = closing, where no store is asked for.
     *
     * Takes the permission `reports.read` in the store `storeId`. REST: `GET /v1/reports/loyalty`.
     *
     * Errors of its own: `NOT_FOUND`, `EXPORT_TOO_LARGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.reports.loyalty({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', from: '2026-02-01', to: '2026-02-28' });
     * console.log(answer);
     * ```
     */
    readonly loyalty: Method<CashwrapContract['reports']['loyalty']>;

    /**
     * Read what each employee has sold, discounted and taken back.
     *
     * Sales count for who rang them up, returns and voids for who took them. Σ net = Σ net of the sales summary. salesPerHour = sold ÷ hoursWorked. Who was at work and sold nothing is there, too. Timecards count where and on the business day on which they began, by the clock of the store now.
     *
     * Takes the permission `reports.read` in the store `storeId`. REST: `GET /v1/reports/employees`.
     *
     * Errors of its own: `NOT_FOUND`, `EXPORT_TOO_LARGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.reports.employees({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', from: '2026-02-23', to: '2026-03-01' });
     * console.log(answer);
     * ```
     */
    readonly employees: Method<CashwrapContract['reports']['employees']>;

    /**
     * Read the shifts with what was counted, and by how much it differed.
     *
     * Shifts that were opened on these business days. The figures of closed ones are those of their Z reports: turnover = total − returns + late sales; expectedCash = float + takings − refunds + paid in − paid out − drops; variance = countedCash − expectedCash. Open ones have none yet.
     *
     * Takes the permission `reports.read` in the store `storeId`. REST: `GET /v1/reports/shifts`.
     *
     * Errors of its own: `NOT_FOUND`, `EXPORT_TOO_LARGE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.reports.shifts({
     *   storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
     *   from: '2026-02-23',
     *   to: '2026-03-01',
     *   limit: 2,
     * });
     * console.log(answer);
     * ```
     */
    readonly shifts: Method<CashwrapContract['reports']['shifts']>;

    /**
     * Read how today goes, against the same day a week ago, and what needs looking at.
     *
     * Live: what is committed is in it. Figures of several currencies stand apart. Today is the business day of each store, by its own clock.
     *
     * Takes the permission `reports.read` in the store `storeId`. REST: `GET /v1/reports/dashboard`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.reports.dashboard({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4' });
     * console.log(answer);
     * ```
     */
    dashboard(input?: InputOf<CashwrapContract['reports']['dashboard']>, options?: CallOptions): Promise<Dashboard>;
  };

  readonly settings: {
    /**
     * How the whole business is run.
     *
     * Takes the permission `settings.read` in any store. REST: `GET /v1/settings`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.settings.get();
     * console.log(answer);
     * ```
     */
    get(input?: InputOf<CashwrapContract['settings']['get']>, options?: CallOptions): Promise<MerchantSettings>;

    /**
     * Change how the whole business is run.
     *
     * Takes the permission `settings.manage` for the whole business. REST: `PATCH /v1/settings`.
     *
     * Errors of its own: `CONFLICT`, `INVALID_REFERENCE`, `PERMISSION_NOT_HELD`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.settings.update({ version: 1, name: 'Corner Shop' });
     * console.log(answer);
     * ```
     */
    update(input: InputOf<CashwrapContract['settings']['update']>, options?: MutationOptions): Promise<MerchantSettings>;

    /**
     * How a store is run.
     *
     * Takes the permission `settings.read` in the store `storeId`. REST: `GET /v1/settings/stores/{storeId}`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.settings.getStore({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4' });
     * console.log(answer);
     * ```
     */
    getStore(input: InputOf<CashwrapContract['settings']['getStore']>, options?: CallOptions): Promise<StoreSettings>;

    /**
     * Change how a store is run.
     *
     * Sales keep the settings with which they were priced.
     *
     * Takes the permission `settings.manage` in the store `storeId`. REST: `PATCH /v1/settings/stores/{storeId}`.
     *
     * Errors of its own: `NOT_FOUND`, `CONFLICT`, `ALREADY_EXISTS`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.settings.updateStore({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', version: 1, phone: '030 393' });
     * console.log(answer);
     * ```
     */
    updateStore(input: InputOf<CashwrapContract['settings']['updateStore']>, options?: MutationOptions): Promise<StoreSettings>;

    /**
     * List what was changed in the settings, when and by whom.
     *
     * Of the whole business, or of the store that is named.
     *
     * Takes the permission `settings.read` in the store `storeId`. REST: `GET /v1/settings/history`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.settings.history({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', limit: 5 })) console.log(item);
     * ```
     */
    history(input?: InputOf<CashwrapContract['settings']['history']>, options?: CallOptions): ListOf<CashwrapContract['settings']['history']>;
  };

  readonly notifications: {
    /**
     * List what you should know.
     *
     * What the people of your stores are told, as far as you may see what it is about, without the kinds that you have switched off. Each kind takes a permission of its own: see NotificationKind. Kept for 90 days.
     *
     * Takes the permission `notifications.read` in the store `storeId`. REST: `GET /v1/notifications`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.notifications.list({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', kind: 'low_stock', limit: 5 })) console.log(item);
     * ```
     */
    list(input?: InputOf<CashwrapContract['notifications']['list']>, options?: CallOptions): ListOf<CashwrapContract['notifications']['list']>;

    /**
     * Count what you have not marked read.
     *
     * For a badge: as many as notifications.list has with unread=true, counted among the newest 1,000 that you see.
     *
     * Takes the permission `notifications.read` in the store `storeId`. REST: `GET /v1/notifications/unread-count`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.notifications.unreadCount({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4' });
     * console.log(answer);
     * ```
     */
    unreadCount(input?: InputOf<CashwrapContract['notifications']['unreadCount']>, options?: CallOptions): Promise<UnreadCount>;

    /**
     * Which kinds you are told about.
     *
     * Takes the permission `notifications.read` in any store. REST: `GET /v1/notifications/preferences`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.notifications.preferences();
     * console.log(answer);
     * ```
     */
    preferences(input?: InputOf<CashwrapContract['notifications']['preferences']>, options?: CallOptions): Promise<NotificationPreferences>;

    /**
     * Choose which kinds you are told about.
     *
     * Kinds that are left out stay as they are. What is switched off is in no list and no count of yours; switched on again, what was told meanwhile is there.
     *
     * Takes the permission `notifications.read` in any store. REST: `PUT /v1/notifications/preferences`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.notifications.setPreferences({ sale_flagged: false, drawer_variance: true });
     * console.log(answer);
     * ```
     */
    setPreferences(input: InputOf<CashwrapContract['notifications']['setPreferences']>, options?: MutationOptions): Promise<NotificationPreferences>;

    /**
     * Mark notifications read, for yourself.
     *
     * One that you cannot see in notifications.list is refused as one that does not exist.
     *
     * Takes the permission `notifications.read` in any store. REST: `POST /v1/notifications/mark-read`.
     *
     * Errors of its own: `INVALID_REFERENCE`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.notifications.markRead({ ids: ['019cadc6-9a80-752d-87f4-17790679eb18'] });
     * console.log(answer);
     * ```
     */
    markRead(input: InputOf<CashwrapContract['notifications']['markRead']>, options?: MutationOptions): Promise<MarkReadResult>;

    /**
     * Mark all notifications read, for yourself.
     *
     * All that notifications.list has now. Kinds that you have switched off stay as they are.
     *
     * Takes the permission `notifications.read` in the store `storeId`. REST: `POST /v1/notifications/mark-all-read`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.notifications.markAllRead({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4' });
     * console.log(answer);
     * ```
     */
    markAllRead(input?: InputOf<CashwrapContract['notifications']['markAllRead']>, options?: MutationOptions): Promise<MarkReadResult>;
  };

  readonly events: {
    /**
     * Read what has happened, in its order.
     *
     * The feed of events. Each comes once, and none appears later before one that you have read: keep `nextCursor`, and go on from there. New types and fields may come at any time: pass over what you do not know.
     *
     * Takes the permission `events.read` in the store `storeId`. REST: `GET /v1/events`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.events.list({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', types: ['sale.completed'], limit: 5 })) console.log(item);
     * ```
     */
    list(input?: InputOf<CashwrapContract['events']['list']>, options?: CallOptions): ListOf<CashwrapContract['events']['list']>;

    /**
     * Be told of what happens, as it happens.
     *
     * Each message has the cursor after which to go on as its id. A message is null where there is no event and only the cursor has moved.
     *
     * Takes the permission `events.read` in the store `storeId`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const message of cashwrap.events.subscribe()) console.log(message);
     * ```
     */
    readonly subscribe: SubscriptionMethod<CashwrapContract['events']['subscribe']>;
  };

  readonly auditLog: {
    /**
     * List who changed what.
     *
     * What concerns the whole business is shown to those who hold the permission in all stores.
     *
     * Takes the permission `audit_log.read` in the store `storeId`. REST: `GET /v1/audit-log`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_CURSOR`.
     *
     * @example
     * ```ts
     * for await (const item of cashwrap.auditLog.list({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', action: 'registers.create', limit: 5 })) console.log(item);
     * ```
     */
    list(input?: InputOf<CashwrapContract['auditLog']['list']>, options?: CallOptions): ListOf<CashwrapContract['auditLog']['list']>;

    /**
     * Check the hash chain of the audit log against its signed head.
     *
     * Takes the permission `audit_log.verify` in any store. REST: `POST /v1/audit-log/verify`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.auditLog.verify();
     * console.log(answer);
     * ```
     */
    verify(input?: InputOf<CashwrapContract['auditLog']['verify']>, options?: CallOptions): Promise<AuditVerification>;
  };

  readonly approvals: {
    /**
     * Approve one call that was refused with APPROVAL_REQUIRED.
     *
     * A second person who holds the permissions approves what the server has kept of that call: by PIN at the register of the call, or by their own session. Whoever made an API key is no second person to it. The approval works once, for that very call, within five minutes. Sent again by the same person before it is used, it answers the same approval.
     *
     * The option `registerToken`, here or of the client, tells which register.
     *
     * For whoever is signed in. REST: `POST /v1/approvals`.
     *
     * Errors of its own: `NOT_FOUND`, `INVALID_REGISTER_TOKEN`, `INVALID_CREDENTIALS`, `LOCKED_OUT`, `PERMISSION_NOT_HELD`, `SELF_APPROVAL`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.approvals.create({ approvalRequestId: '019cadc6-9a80-73a6-8be0-b6176b184727' });
     * console.log(answer);
     * ```
     */
    create(input: InputOf<CashwrapContract['approvals']['create']>, options?: CallOptions): Promise<Approval>;

    /**
     * Get an approval that you gave or that was given to you.
     *
     * For whoever is signed in. REST: `GET /v1/approvals/{id}`.
     *
     * Errors of its own: `NOT_FOUND`.
     *
     * @example
     * ```ts
     * const answer = await cashwrap.approvals.get({ id: '019cadc6-9a80-7c1f-84b7-7358ffb04833' });
     * console.log(answer);
     * ```
     */
    get(input: InputOf<CashwrapContract['approvals']['get']>, options?: CallOptions): Promise<Approval>;

    readonly requests: {
      /**
       * List the calls of others that wait for an approval you could give.
       *
       * For whoever is signed in. REST: `GET /v1/approvals/requests`.
       *
       * Errors of its own: `INVALID_CURSOR`.
       *
       * @example
       * ```ts
       * for await (const item of cashwrap.approvals.requests.list({ limit: 5 })) console.log(item);
       * ```
       */
      list(input?: InputOf<CashwrapContract['approvals']['requests']['list']>, options?: CallOptions): ListOf<CashwrapContract['approvals']['requests']['list']>;

      /**
       * Get what a refused call asks for, and its approval once there is one.
       *
       * For the requester, and for whoever could approve it.
       *
       * For whoever is signed in. REST: `GET /v1/approvals/requests/{id}`.
       *
       * Errors of its own: `NOT_FOUND`.
       *
       * @example
       * ```ts
       * const answer = await cashwrap.approvals.requests.get({ id: '019cadc6-9a80-73a6-8be0-b6176b184727' });
       * console.log(answer);
       * ```
       */
      get(input: InputOf<CashwrapContract['approvals']['requests']['get']>, options?: CallOptions): Promise<ApprovalRequest>;
    };
  };
}
