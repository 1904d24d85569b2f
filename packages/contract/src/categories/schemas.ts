import { z } from 'zod';
import { Id, Version } from '../shared/ids.ts';
import { pageFields } from '../shared/page.ts';
import { line } from '../shared/text.ts';
import { Timestamp } from '../shared/time.ts';

/** How deep the tree of categories may be. */
export const MAX_CATEGORY_DEPTH = 10;

const categoryFields = {
  name: line(100).meta({ description: 'Unique among the categories of one parent.', example: 'Hot drinks' }),
  parentId: Id.nullable().meta({ description: 'The category above it; null at the top.' }),
};

/** A shelf of the catalogue: categories form a tree, a product is in one of them. */
export const Category = z
  .object({
    id: Id,
    ...categoryFields,
    path: z.array(Id).meta({ description: 'The categories above it, from the top, and itself at the end.' }),
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'Category' });
export type Category = z.infer<typeof Category>;

export const CreateCategoryInput = z.strictObject({
  name: categoryFields.name,
  parentId: categoryFields.parentId.default(null),
});
export type CreateCategoryInput = z.infer<typeof CreateCategoryInput>;

export const UpdateCategoryInput = z.strictObject({
  id: Id,
  version: Version,
  name: categoryFields.name.optional(),
  parentId: categoryFields.parentId.optional().meta({ description: 'Moves it with all that is below it.' }),
});
export type UpdateCategoryInput = z.infer<typeof UpdateCategoryInput>;

export const ListCategoriesInput = z.strictObject({
  parentId: Id.optional().meta({ description: 'Only the categories right below this one.' }),
  ...pageFields,
  sort: z.enum(['name', '-name', 'createdAt', '-createdAt']).default('name'),
});
export type ListCategoriesInput = z.infer<typeof ListCategoriesInput>;
