import { PAGE_LANGUAGES, renderLinkPage } from '../../../server/src/core/mail/link-page';
import de from '../../../texts/pages/de.json';
import en from '../../../texts/pages/en.json';
import es from '../../../texts/pages/es.json';

it('has the same texts in every language', () => {
  expect(Object.keys(de)).toEqual(Object.keys(en));
  expect(Object.keys(es)).toEqual(Object.keys(en));
});

it.each(PAGE_LANGUAGES)('loads nothing, and only an ended link has a button (%s)', (language) => {
  const ended = renderLinkPage('ended', language);
  expect(ended).toContain(`<html lang="${language}">`);
  expect(ended).toContain('<form method="post"><button>');
  for (const page of ['renewed', 'unknown', 'unavailable'] as const) {
    const html = renderLinkPage(page, language);
    expect(html).not.toContain('<form');
    expect(html).not.toMatch(/src=|href=|url\(/);
  }
});
