import { z } from 'zod';
import { validate } from '../../utils/validate';
import { roleId } from './common';
import { changeMappingBody, saveMappingBody } from './mappings';

const id = z.int().positive();
const removedMapping = z.strictObject({ id, remove: z.literal(true) });
const changedMapping = changeMappingBody.extend({ id });

/** A mapping to be added; one to be changed, by its id; or one to be deleted. A mistake is told of what is meant. */
export function readPreviewedMapping(
  body: unknown
): z.output<typeof removedMapping | typeof changedMapping | typeof saveMappingBody> {
  const names = Object.keys(Object(body) as object);
  if (names.includes('remove')) return validate(removedMapping, body);
  return names.includes('id') ? validate(changedMapping, body) : validate(saveMappingBody, body);
}

export const previewFallbackBody = z.strictObject({ fallbackRoleId: roleId.nullable() });

/** Query values arrive as text. */
export const previewPartQuery = z.object({
  afterId: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(500),
});
