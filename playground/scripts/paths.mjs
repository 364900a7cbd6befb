import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const PLAYGROUND = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
export const ROOT = path.resolve(PLAYGROUND, '..');
export const CACHE = path.join(PLAYGROUND, '.cache');
