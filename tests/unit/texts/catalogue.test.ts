/** Every sentence exists in every language, takes the same values, and can be said. */
import fs from 'node:fs';
import path from 'node:path';
import { createIntl } from 'react-intl';
import panelDe from '../../../admin/src/translations/de.json';
import panelEn from '../../../admin/src/translations/en.json';
import panelEs from '../../../admin/src/translations/es.json';
import { sayCoded } from '../../../admin/src/utils/sentences';
import { sayEnglish } from '../../../server/src/core/wording/english';
import { PLACEHOLDERS } from '../../../texts/placeholders';
import { say, type SentenceKey, type SentenceValues } from '../../../texts/say';
import de from '../../../texts/sentences/de.json';
import en from '../../../texts/sentences/en.json';
import es from '../../../texts/sentences/es.json';
import { plainNamesIn } from '../../helpers/icu';

const KEYS = Object.keys(en) as SentenceKey[];
const LANGUAGES = [
  ['en', en, panelEn],
  ['de', de, panelDe],
  ['es', es, panelEs],
] as const;
/**
 * Keys whose last parts are put together at run time: the beginning of the template that does it, and where in the
 * sources the words for those parts are written.
 */
const BUILT: readonly (readonly [prefix: string, template: string, writtenIn: string])[] = [
  ['failure.', '`failure.${', 'server/src/core/access/explain-stuck.ts'],
  ['outcome.dead.', '`${state}.${kind}`', 'server/src/core/access/explain-stuck.ts'],
  ['outcome.failed.', '`${state}.${kind}`', 'server/src/core/access/explain-stuck.ts'],
  ['outcome.rejected.', '`rejected.${', 'server/src/services/receiving/inbox.ts'],
  ['outcome.applied.revoked.', '`applied.revoked.${', 'server/src/core/entitlements'],
  ['outcome.applied.fell-back.', '`applied.fell-back.${', 'server/src/core/entitlements'],
  ['refusal.role-', '`role-${', 'server/src/core/rules/roles.ts'],
  ['explain.', '`explain.${', 'server/src/core/access'],
  ['explain.stuck.', '`explain.stuck.${', 'server/src/core/access/explain-stuck.ts'],
  [
    'timeline.connection.changed.existing-accounts-',
    '`connection.changed.existing-accounts-${',
    'server/src/core/rules/existing-accounts.ts',
  ],
  [
    'timeline.connection.changed.ipn-only-',
    '`connection.changed.ipn-only-${',
    'server/src/core/wording/settings-changes.ts',
  ],
  [
    'timeline.connection.changed.welcome-',
    '`connection.changed.welcome-${',
    'server/src/core/wording/settings-changes.ts',
  ],
  ['timeline.override.', '`override.${', 'server/src/core/access/overrides.ts'],
  ['timeline.notice.', '`notice.${', 'contracts/lists.ts'],
];
/** What no sentence of its own has: parts that `say` puts in, and the parts of a date. */
const PARTS = ['source', 'day', 'month', 'year'];

describe.each(LANGUAGES)('%s', (locale, texts, panel) => {
  const messages = Object.fromEntries(
    Object.entries({ ...panel, ...texts }).map(([key, text]) => [`kartra.${key}`, text])
  );
  const intl = createIntl({ locale, messages, timeZone: 'UTC', onError: fail });
  const sayPanel = (key: SentenceKey, values: SentenceValues) =>
    sayCoded(intl, { code: key, values, text: '' }, [key]);

  it('has the sentences that English has', () => {
    expect(Object.keys(texts)).toEqual(KEYS);
  });

  it('takes the values of English, each one that is known', () => {
    for (const key of KEYS) {
      const names = plainNamesIn(texts[key]);
      expect([key, ...names]).toEqual([key, ...plainNamesIn(en[key])]);
      const unknown = names.filter((name) => !PARTS.includes(name) && !(name in PLACEHOLDERS));
      expect([key, ...unknown]).toEqual([key]);
    }
  });

  it('makes whole sentences, whatever is known', () => {
    const said = KEYS.filter(isSentence).flatMap((key) =>
      [KNOWN, BARE].map((values) => sayPanel(key, values))
    );
    for (const sentence of said) {
      expect(sentence).toMatch(/^["“„«\p{Lu}\d]/u);
      expect(sentence).toMatch(/[.”“»]$/);
      expect(sentence).not.toMatch(/[{}]|undefined|null|Invalid| {2}/);
    }
  });
});

const isSentence = (key: SentenceKey): boolean =>
  !/^(unknown|date|why|explain\.source|new-rules)/.test(key);

function fail(error: unknown): never {
  throw error;
}

const SAMPLES = {
  text: 'X',
  day: '2026-05-03 10:00:00',
  time: '2026-05-03T14:20:00.000Z',
  choice: 'x',
  number: 2,
} as const;
const KNOWN: SentenceValues = Object.fromEntries(
  Object.entries(PLACEHOLDERS)
    .filter(([name]) => name !== 'sentence')
    .map(([name, kind]) => [name, SAMPLES[kind]])
);
/** Dates and numbers are known wherever a sentence has them without another wording. */
const BARE: SentenceValues = {
  ...Object.fromEntries(Object.entries(KNOWN).filter(([, value]) => !/^x$/i.test(String(value)))),
  to: 30,
  name: 'Maria Lopez',
};

describe('server and panel', () => {
  const messages = Object.fromEntries(
    Object.entries(en).map(([key, text]) => [`kartra.${key}`, text])
  );
  const intl = createIntl({ locale: 'en', messages, timeZone: 'UTC' });

  it('say the same in English', () => {
    for (const key of KEYS.filter((one) => !one.startsWith('date')))
      for (const values of [
        { ...KNOWN, nextAt: null },
        { ...BARE, nextAt: null },
      ])
        expect(sayCoded(intl, { code: key, values, text: '' }, [key])).toBe(
          sayEnglish(key, values)
        );
  });
});

it('a word that is not known is capitalized at the beginning only, and a name never', () => {
  const speaker = {
    format: (key: SentenceKey, values: Readonly<Record<string, string | number>>) =>
      `${values['Buyer']} ${values['buyer']} ${key}`,
    wordFor: (name: string) => (name === 'buyer' ? 'the buyer' : ''),
    capitalize: (text: string) => text.toUpperCase(),
    day: String,
    kartraDay: String,
    time: String,
  };
  const key = 'outcome.received';
  expect(say(speaker, key, {})).toBe(`THE BUYER the buyer ${key}`);
  expect(say(speaker, key, { buyer: 'ann@example.com' })).toBe(
    `ann@example.com ann@example.com ${key}`
  );
});

const ROOT = path.resolve(__dirname, '../../..');

function readSources(place: string): string {
  const full = path.join(ROOT, place);
  if (fs.statSync(full).isFile()) return fs.readFileSync(full, 'utf8');
  return fs
    .readdirSync(full, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => fs.readFileSync(path.join(full, file), 'utf8'))
    .join('\n');
}

const SOURCES = ['server/src', 'texts', 'admin/src/utils'].map(readSources).join('\n');

/** `'word'`, or the end of a template. */
const isWritten = (word: string, sources: string): boolean =>
  [`'${word}'`, `.${word}\``].some((written) => sources.includes(written));

it('has no sentence that the server never uses', () => {
  const builtFrom = new Map(BUILT.map(([prefix, , place]) => [prefix, readSources(place)]));
  const isBuilt = (key: string): boolean =>
    BUILT.some(
      ([prefix]) =>
        key.startsWith(prefix) &&
        key
          .slice(prefix.length)
          .split('.')
          .every((word) => isWritten(word, builtFrom.get(prefix) ?? ''))
    );
  const isGeneralWord = (key: string): boolean =>
    key.startsWith('unknown.') && key.slice('unknown.'.length) in PLACEHOLDERS;
  const isUsed = (key: string): boolean =>
    [key, key.slice(key.indexOf('.') + 1)].some((code) => SOURCES.includes(`'${code}'`)) ||
    SOURCES.includes(`.${key}\``) ||
    isGeneralWord(key) ||
    isBuilt(key);
  expect(KEYS.filter((key) => !isUsed(key))).toEqual([]);
});

it('every sentence that is put together is put together somewhere', () => {
  const isSomewhere = ([, template]: (typeof BUILT)[number]): boolean => SOURCES.includes(template);
  expect(BUILT.filter((built) => !isSomewhere(built))).toEqual([]);
  const isMeant = ([prefix]: (typeof BUILT)[number]): boolean =>
    KEYS.some((key) => key.startsWith(prefix));
  expect(BUILT.filter((built) => !isMeant(built))).toEqual([]);
});
