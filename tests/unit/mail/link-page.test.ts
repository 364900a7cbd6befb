import { PAGE_LANGUAGES, renderLinkPage } from '../../../server/src/core/mail/link-page';
import { escapeHtml } from '../../../server/src/core/mail/template';
import de from '../../../texts/pages/de.json';
import en from '../../../texts/pages/en.json';
import es from '../../../texts/pages/es.json';

const TEXTS = { en, de, es } as const;

it('has the same texts in every language', () => {
  expect(Object.keys(de)).toEqual(Object.keys(en));
  expect(Object.keys(es)).toEqual(Object.keys(en));
});

it.each(PAGE_LANGUAGES)('loads nothing, and only an ended link has a button (%s)', (language) => {
  const ended = renderLinkPage('ended', language);
  const { title, text } = {
    title: TEXTS[language]['ended.title'],
    text: TEXTS[language]['ended.text'],
  };
  expect(ended).toContain(`<title>${escapeHtml(title)}</title>`);
  expect(ended).toContain(`<h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>`);
  // No search engine keeps it: its address is a secret of one person.
  expect(ended).toContain('<meta name="robots" content="noindex">');
  expect(ended).toContain(`<html lang="${language}">`);
  expect(ended).toContain('<form method="post"><button>');
  for (const page of ['renewed', 'unknown', 'unavailable'] as const) {
    const html = renderLinkPage(page, language);
    expect(html).not.toContain('<form');
    expect(html).toContain('</p></main>');
    expect(html).not.toMatch(/src=|href=|url\(/);
  }
});
