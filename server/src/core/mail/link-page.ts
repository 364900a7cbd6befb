import de from '../../../../texts/pages/de.json';
import en from '../../../../texts/pages/en.json';
import es from '../../../../texts/pages/es.json';
import { escapeHtml } from './template';

export const PAGE_LANGUAGES = ['en', 'de', 'es'] as const;
export type PageLanguage = (typeof PAGE_LANGUAGES)[number];

/** What a mailed link that leads nowhere shows instead. */
export type LinkPage = 'ended' | 'renewed' | 'unknown' | 'unavailable';

export const PAGE_TEXTS = { en, de, es } as const;

const STYLE =
  'body{font:1rem/1.5 system-ui,sans-serif;max-width:30rem;margin:15vh auto 0;padding:0 1.5rem;color:#212134}' +
  'h1{font-size:1.5rem}button{font:inherit;font-weight:600;padding:.6rem 1.2rem;border:0;border-radius:4px;' +
  'background:#4945ff;color:#fff;cursor:pointer}label{display:block;font-weight:600}' +
  'input{font:inherit;display:block;box-sizing:border-box;width:100%;margin:.25rem 0 1rem;padding:.6rem;border:1px solid #8e8ea9;border-radius:4px}' +
  '.problem{color:#b72b1a;font-weight:600}';

/** A page of its own, as it loads nothing. Its button posts to the address it was opened at: mail scanners only open links. */
export function renderLinkPage(page: LinkPage, language: PageLanguage): string {
  const texts = PAGE_TEXTS[language];
  const form =
    page === 'ended'
      ? `<form method="post"><button>${escapeHtml(texts['ended.button'])}</button></form>`
      : '';
  return renderPage(language, texts[`${page}.title`], texts[`${page}.text`], form);
}

/** `form` is HTML; the other texts are not. */
export function renderPage(
  language: PageLanguage,
  heading: string,
  text: string,
  form: string
): string {
  const title = escapeHtml(heading);
  return (
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">` +
    '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">' +
    `<title>${title}</title><style>${STYLE}</style></head><body><main><h1>${title}</h1>` +
    `<p>${escapeHtml(text)}</p>${form}</main></body></html>\n`
  );
}
