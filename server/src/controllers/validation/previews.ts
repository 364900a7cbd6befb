import { z } from 'zod';
import { roleId } from './common';
import { changeMappingBody, saveMappingBody } from './mappings';

/** A mapping to be added; one to be changed, by its id; or one to be deleted. */
export const previewMappingBody = z.union([
  z.strictObject({ id: z.int().positive(), remove: z.literal(true) }),
  changeMappingBody.extend({ id: z.int().positive() }),
  saveMappingBody,
]);

export type PreviewMappingBody = z.output<typeof previewMappingBody>;

export const previewFallbackBody = z.strictObject({ fallbackRoleId: roleId.nullable() });
