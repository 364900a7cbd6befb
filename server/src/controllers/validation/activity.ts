import { z } from 'zod';
import { moment, momentUntil, pageQuery } from './common';

export const activityQuery = z.object({
  ...pageQuery,
  memberId: z.coerce.number().int().positive().optional(),
  beforeId: z.coerce.number().int().positive().optional(),
  from: moment.optional(),
  to: momentUntil.optional(),
  about: z.enum(['settings']).optional(),
});
