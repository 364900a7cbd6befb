import { z } from 'zod';
import { pageQuery } from './common';

export const waitingMemberQuery = z.object(pageQuery);
