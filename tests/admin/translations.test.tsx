/** Every text exists in every language, is used, and takes the same values. */
import fs from 'node:fs';
import path from 'node:path';

import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';

import de from '../../admin/src/translations/de.json';
import en from '../../admin/src/translations/en.json';
import es from '../../admin/src/translations/es.json';
import { REFUSAL_CODES, sayRefusal } from '../../server/src/core/wording/refusals';

type Texts = Readonly<Record<string, string>>;

const ENGLISH: Texts = en;
const OTHERS: readonly (readonly [string, Texts])[] = [
  ['German', de],
  ['Spanish', es],
];
const SOURCES = path.resolve(__dirname, '../../admin/src');

/** Keys put together at run time: from a code of the server, or from a state in the contracts. */
const BUILT = /`([a-z-]+(?:[.-][a-z-]+)*[.])\$\{/g;
/** Names stand as placeholders in both. */
const NAMED = { name: '{name}' };
const FAMILIES = ['refusal', 'failure', 'outcome', 'explain', 'timeline', 'why', 'unknown'];

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

/** Names of the values and tags of a message, however deep they stand. */
function namesIn(elements: readonly MessageFormatElement[]): string[] {
  return elements.flatMap((element) => {
    switch (element.type) {
      case TYPE.literal:
      case TYPE.pound:
        return [];
      case TYPE.tag:
        return [`<${element.value}>`, ...namesIn(element.children)];
      case TYPE.plural:
      case TYPE.select:
        return [
          element.value,
          ...Object.values(element.options).flatMap(({ value }) => namesIn(value)),
        ];
      default:
        return [element.value];
    }
  });
}

const valuesOf = (message: string) => [...new Set(namesIn(parse(message)))].sort();

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
      prefixes.some((prefix) => key.startsWith(prefix)) ||
      FAMILIES.some((family) => key.startsWith(`${family}.`));
    expect(Object.keys(ENGLISH).filter((key) => !isUsed(key))).toEqual([]);
  });

  it('say every outcome that the server can write', () => {
    const server = fs.readFileSync(
      path.resolve(__dirname, '../../server/src/core/inbox/sentences.ts'),
      'utf8'
    );
    const table = /const SENTENCES[^{]*\{([\s\S]*?)\n\};/.exec(server)?.[1] ?? '';
    const codes = [...table.matchAll(/^ {2}'?([a-z][a-z.-]*)'?:/gm)].map(([, code]) => code ?? '');
    expect(codes.length).toBeGreaterThan(30);
    expect(codes.filter((code) => !(`outcome.${code}` in ENGLISH))).toEqual([]);
  });

  it('say every refusal of the server, in its own words', () => {
    for (const code of REFUSAL_CODES)
      expect((ENGLISH as Record<string, string>)[`refusal.${code}`]).toBe(sayRefusal(code, NAMED));
  });

  it('say every explanation that the server can give', () => {
    const server = ['explain', 'explain-account', 'explain-ends', 'explain-stuck']
      .map((file) => path.resolve(__dirname, `../../server/src/core/access/${file}.ts`))
      .map((file) => fs.readFileSync(file, 'utf8'))
      .join('\n');
    const codes = [...server.matchAll(/'(explain\.[a-z-]+(?:\.[a-z-]+)*)'/g)].map(
      ([, code]) => code ?? ''
    );
    const missing = codes.filter((code) => !(code in ENGLISH));
    expect(codes.length).toBeGreaterThan(5);
    expect(missing).toEqual([]);
  });
});
