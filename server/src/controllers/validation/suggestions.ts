import { z } from 'zod';
import { pageQuery } from './common';

export const suggestionQuery = z.object(pageQuery);
