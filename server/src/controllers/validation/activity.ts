import { z } from 'zod';
import { moment, pageQuery } from './common';

export const activityQuery = z.object({
  ...pageQuery,
  memberId: z.coerce.number().int().positive().optional(),
  from: moment.optional(),
  to: moment.optional(),
});
