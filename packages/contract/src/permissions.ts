/** Every permission, as `<noun>.<verb>`, with what it lets a person do. */
export const permissions = {
  'stores.read': 'See stores and their settings',
  'stores.create': 'Open a new store',
  'registers.read': 'See registers',
  'registers.create': 'Add a register to a store',
  'taxes.read': 'See tax categories and rates',
  'taxes.create': 'Add tax categories and rates',
  'products.read': 'See products and prices',
  'products.create': 'Add products',
  'products.update': 'Change products and prices',
  'inventory.read': 'See stock levels',
  'inventory.adjust': 'Correct stock levels, with a reason',
  'sales.read': 'See sales and print their receipts',
  'sales.create': 'Price carts and check out',
} as const satisfies Record<`${string}.${string}`, string>;

export type Permission = keyof typeof permissions;

export const permissionNames = Object.keys(permissions) as Permission[];

/** What someone who works on the shop floor must see to do anything at all. */
const shopFloor = ['stores.read', 'registers.read', 'taxes.read', 'products.read', 'inventory.read'] as const;

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
      'products.create',
      'products.update',
      'inventory.adjust',
      'sales.read',
      'sales.create',
    ],
  },
  cashier: { title: 'Cashier', permissions: [...shopFloor, 'sales.read', 'sales.create'] },
  clerk: {
    title: 'Stock clerk',
    permissions: [...shopFloor, 'products.create', 'products.update', 'inventory.adjust'],
  },
  accountant: { title: 'Accountant', permissions: [...shopFloor, 'sales.read'] },
} as const satisfies Record<string, Role>;

export type BuiltInRole = keyof typeof builtInRoles;

export const builtInRoleNames = Object.keys(builtInRoles) as BuiltInRole[];
