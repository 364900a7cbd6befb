import { z } from 'zod';
import { pageQuery } from './common';

export const jobQuery = z.object(pageQuery);
