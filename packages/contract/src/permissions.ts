/** Every permission, as `<noun>.<verb>`, with what it lets a person do. */
export const permissions = {
  'stores.read': 'See stores and their settings',
  'stores.create': 'Open a new store',
  'registers.read': 'See registers',
  'registers.create': 'Add a register to a store',
  'registers.update': 'Rename, pair and retire registers',
  'users.read': 'See who can sign in',
  'users.manage': 'Add users, change their roles, deactivate them, reset passwords',
  'users.reset_pin': 'Reset PINs, of people who hold no more than oneself',
  'roles.read': 'See roles',
  'roles.manage': 'Make and change own roles',
  'api_keys.manage': 'Make and revoke API keys',
  'employees.read': 'See staff records',
  'employees.manage': 'Add and change staff records',
  'employees.manage_pay': 'See and set what staff are paid',
  'timecards.clock': 'Clock in and out',
  'timecards.read': 'See the timecards of others',
  'timecards.manage': 'Correct timecards of others, and add forgotten ones',
  'settings.read': 'See settings and their history',
  'settings.manage': 'Change settings',
  'audit_log.read': 'See who changed what',
  'audit_log.verify': 'Check that the audit log is as it was written',
  'taxes.read': 'See tax categories and rates',
  'taxes.create': 'Add tax categories and rates',
  'taxes.update': 'Change tax categories and rates',
  'products.read': 'See products and prices',
  'products.read_cost': 'See what products cost',
  'products.create': 'Add products',
  'products.update': 'Change products and prices',
  'price_lists.read': 'See price lists',
  'price_lists.manage': 'Make price lists and set their prices',
  'discounts.read': 'See discounts',
  'discounts.manage': 'Make, change and stop discounts',
  'customers.read': 'See customers and customer groups',
  'customers.manage': 'Add and change customers',
  'customers.manage_groups': 'Add and change customer groups',
  'inventory.read': 'See stock levels',
  'inventory.adjust': 'Correct stock levels, with a reason',
  'inventory.manage_reorder': 'Set at which stock products are ordered again',
  'suppliers.read': 'See suppliers, what they deliver and what they ask for it',
  'suppliers.manage': 'Add and change suppliers and what they deliver',
  'purchase_orders.read': 'See purchase orders, receipts and returns to suppliers, with what they cost',
  'purchase_orders.manage': 'Draft, order and cancel purchase orders',
  'purchase_orders.receive': 'Receive what suppliers deliver',
  'purchase_orders.over_receive': 'Receive more than was ordered',
  'purchase_orders.return': 'Send goods back to suppliers',
  'transfers.read': 'See transfers between stores',
  'transfers.manage': 'Draft, send and end transfers to other stores',
  'transfers.receive': 'Receive transfers from other stores',
  'stocktakes.read': 'See stocktakes',
  'stocktakes.count': 'Count stock',
  'stocktakes.manage': 'Start, review, apply and cancel stocktakes',
  'notifications.read': 'Get notifications',
  'sales.read': 'See sales and print their receipts',
  'sales.create': 'Price carts and check out',
  'shifts.read': 'See shifts, and the reports of closed ones',
  'shifts.open': 'Open shifts with a float',
  'shifts.close': 'Count the drawer and close shifts',
  'shifts.move_cash': 'Put cash into the drawer and take it out, beside sales',
  'shifts.open_drawer': 'Open the drawer without a sale',
  'shifts.read_totals': 'See what open shifts have come to',
  'shifts.accept_variance': 'Close shifts whose cash differs by more than the tolerance',
  'shifts.force_close': 'Close shifts that others have forgotten',
  'sales.override_price': 'Sell at another price than the catalogue’s',
  'sales.give_large_discount': 'Give discounts above the limit of the store',
} as const satisfies Record<`${string}.${string}`, string>;

export type Permission = keyof typeof permissions;

export const permissionNames = Object.keys(permissions) as Permission[];

/** What someone who works on the shop floor must see to do anything at all. */
const shopFloor = [
  'stores.read',
  'registers.read',
  'taxes.read',
  'products.read',
  'price_lists.read',
  'discounts.read',
  'customers.read',
  'inventory.read',
  'timecards.clock',
  'notifications.read',
] as const;

/** What it takes to receive, count and move goods. */
const stockroom = [
  'inventory.adjust',
  'suppliers.read',
  'purchase_orders.read',
  'purchase_orders.receive',
  'purchase_orders.return',
  'transfers.read',
  'transfers.manage',
  'transfers.receive',
  'stocktakes.read',
  'stocktakes.count',
] as const;

/** What it takes to work at a till. */
const till = [
  'sales.read',
  'sales.create',
  'shifts.read',
  'shifts.open',
  'shifts.close',
  'shifts.move_cash',
] as const;

interface Role {
  readonly title: string;
  readonly permissions: readonly Permission[];
}

/** The built-in roles. They are fixed; a merchant may make own ones beside them. */
export const builtInRoles = {
  owner: { title: 'Owner', permissions: permissionNames },
  manager: {
    title: 'Manager',
    permissions: [
      ...shopFloor,
      'registers.create',
      'taxes.create',
      'taxes.update',
      'products.read_cost',
      'products.create',
      'products.update',
      'price_lists.manage',
      'discounts.manage',
      'customers.manage',
      'customers.manage_groups',
      ...stockroom,
      'inventory.manage_reorder',
      'suppliers.manage',
      'purchase_orders.manage',
      'purchase_orders.over_receive',
      'stocktakes.manage',
      'registers.update',
      'users.read',
      'users.reset_pin',
      'roles.read',
      'employees.read',
      'employees.manage',
      'timecards.read',
      'timecards.manage',
      'settings.read',
      'audit_log.read',
      ...till,
      'shifts.open_drawer',
      'shifts.read_totals',
      'shifts.accept_variance',
      'shifts.force_close',
      'sales.override_price',
      'sales.give_large_discount',
    ],
  },
  cashier: {
    title: 'Cashier',
    permissions: [...shopFloor, ...till, 'customers.manage'],
  },
  clerk: {
    title: 'Stock clerk',
    permissions: [...shopFloor, ...stockroom, 'products.read_cost', 'products.create', 'products.update'],
  },
  accountant: {
    title: 'Accountant',
    permissions: [
      ...shopFloor,
      'products.read_cost',
      'suppliers.read',
      'purchase_orders.read',
      'transfers.read',
      'stocktakes.read',
      'sales.read',
      'shifts.read',
      'shifts.read_totals',
      'settings.read',
      'audit_log.read',
    ],
  },
} as const satisfies Record<string, Role>;

export type BuiltInRole = keyof typeof builtInRoles;

export const builtInRoleNames = Object.keys(builtInRoles) as BuiltInRole[];
