import { z } from 'zod';
import { NOTICES } from '../../../../contracts/lists';

export const noticeParams = z.object({ name: z.enum(NOTICES) });
