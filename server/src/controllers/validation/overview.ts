import { z } from 'zod';
import { NOTICES } from '../../../../contracts/overview';

export const noticeParams = z.object({ name: z.enum(NOTICES) });
