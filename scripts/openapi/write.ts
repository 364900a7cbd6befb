/** `npm run openapi`: writes docs/openapi.json. */
import fs from 'node:fs';
import path from 'node:path';
import { buildDocument, formatDocument } from './document';

const target = path.resolve(__dirname, '../../docs/openapi.json');
fs.writeFileSync(target, formatDocument(buildDocument()));
