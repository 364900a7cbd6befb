/** Texts for people are plain English: these words made sentences that had to be read twice. */
import fs from 'node:fs';
import path from 'node:path';
import panel from '../../admin/src/translations/en.json';
import claims from '../../texts/claims/en.json';
import mails from '../../texts/mails/en.json';
import pages from '../../texts/pages/en.json';
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

const SOURCES = ['admin/src', 'bench', 'cli', 'contracts', 'scripts', 'server/src', 'texts'];
const COMMENT = /\/\*.*?\*\/|(?<!:)\/\/[^\n]*/gs;

function commentsIn(folder: string): string[] {
  const names = fs.readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => /\.tsx?$/.test(name))
    .flatMap((name) => {
      const text = fs.readFileSync(path.join(ROOT, folder, name), 'utf8');
      const comments = text.match(COMMENT) ?? [];
      return comments.flatMap((comment) =>
        comment.split('\n').map((line) => `${folder}/${name}: ${line.trim()}`)
      );
    });
}

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
  ['mails about accounts', claims],
  ['pages', pages],
  ['the welcome mail', DEFAULT_WELCOME],
])('%s', (_name, texts) => {
  expect(findIn(Object.values(texts))).toEqual([]);
});

it.each(SOURCES)('comments in %s', (folder) => {
  const comments = commentsIn(folder);
  expect(comments.length).toBeGreaterThan(0);
  expect(findIn(comments)).toEqual([]);
});

it('no exception outlives its text', () => {
  const everything = [
    ...DOCUMENTS.map((name) => fs.readFileSync(path.join(ROOT, name), 'utf8')),
    ...[panel, sentences, mails, pages, DEFAULT_WELCOME].flatMap((texts) => Object.values(texts)),
  ].join('\n');
  expect(ALLOWED.filter(({ text }) => !everything.includes(text))).toEqual([]);
});
