/** Every text exists in every language, is used, and takes the same values. */
import fs from 'node:fs';
import path from 'node:path';

import de from '../../admin/src/translations/de.json';
import en from '../../admin/src/translations/en.json';
import es from '../../admin/src/translations/es.json';
import { valuesOf } from '../helpers/icu';

type Texts = Readonly<Record<string, string>>;

const ENGLISH: Texts = en;
const OTHERS: readonly (readonly [string, Texts])[] = [
  ['German', de],
  ['Spanish', es],
];
const SOURCES = path.resolve(__dirname, '../../admin/src');

/** Keys put together at run time: from a code of the server, or from a state in the contracts. */
const BUILT = /`([a-z-]+(?:[.-][a-z-]+)*[.])\$\{/g;
function readSources(folder: string): string {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .map((entry) => {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) {
        return readSources(file);
      }
      return /\.tsx?$/.test(entry.name) ? fs.readFileSync(file, 'utf8') : '';
    })
    .join('\n');
}

describe('the texts of the panel', () => {
  it.each(OTHERS)('are complete in %s, with no key that English lacks', (_name, texts) => {
    expect(Object.keys(texts).sort()).toEqual(Object.keys(ENGLISH).sort());
  });

  it.each(OTHERS)('take the same values in %s', (_name, texts) => {
    for (const [key, text] of Object.entries(texts)) {
      expect([key, valuesOf(text)]).toEqual([key, valuesOf(ENGLISH[key] ?? '')]);
    }
  });

  it('are all used', () => {
    const sources = readSources(SOURCES);
    const prefixes = [...sources.matchAll(BUILT)].map(([, prefix]) => prefix ?? '');
    const isUsed = (key: string) =>
      [`'${key}'`, `"${key}"`, `.${key}\``].some((written) => sources.includes(written)) ||
      prefixes.some((prefix) => key.startsWith(prefix));
    expect(Object.keys(ENGLISH).filter((key) => !isUsed(key))).toEqual([]);
  });
});
