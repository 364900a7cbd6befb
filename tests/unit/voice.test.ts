/** Texts for people are plain English: these words made sentences that had to be read twice. */
import fs from 'node:fs';
import path from 'node:path';
import panel from '../../admin/src/translations/en.json';
import mails from '../../texts/mails/en.json';
import sentences from '../../texts/sentences/en.json';
import { DEFAULT_WELCOME } from '../../server/src/core/mail/welcome';

const MANNERED = /\b(whoever|somebody|nobody|anybody|anew|meanwhile|is told|stands)\b/i;

/** A line that may have such a word, with the reason why. */
const ALLOWED: readonly { readonly text: string; readonly why: string }[] = [];

const ROOT = path.resolve(__dirname, '../..');
const DOCUMENTS = [
  'README.md',
  'CHANGELOG.md',
  'GLOSSARY.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  ...fs
    .readdirSync(path.join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

const findIn = (lines: readonly string[]): string[] =>
  lines.filter((line) => MANNERED.test(line) && !ALLOWED.some(({ text }) => line.includes(text)));

it.each(DOCUMENTS)('%s', (name) => {
  // Code is left out: a name in it is no word of a sentence.
  const text = fs.readFileSync(path.join(ROOT, name), 'utf8').replace(/`[^`\n]*`/g, '');
  expect(findIn(text.split('\n'))).toEqual([]);
});

it.each<[string, Readonly<Record<string, string>>]>([
  ['the panel', panel],
  ['sentences', sentences],
  ['alerts', mails],
  ['the welcome mail', DEFAULT_WELCOME],
])('%s', (_name, texts) => {
  expect(findIn(Object.values(texts))).toEqual([]);
});

it('no exception outlives its text', () => {
  const everything = [
    ...DOCUMENTS.map((name) => fs.readFileSync(path.join(ROOT, name), 'utf8')),
    ...[panel, sentences, mails, DEFAULT_WELCOME].flatMap((texts) => Object.values(texts)),
  ].join('\n');
  expect(ALLOWED.filter(({ text }) => !everything.includes(text))).toEqual([]);
});
