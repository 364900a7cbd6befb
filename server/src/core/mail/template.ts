/** A finished mail. What a person typed or Kartra sent is text in it, never HTML or a header. */
export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export const PLACEHOLDERS = ['name', 'site', 'product', 'level', 'link'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

const PLACEHOLDER = /\{([a-zA-Z]+)\}/g;

/** Names in braces that are no placeholders, such as mistyped ones. */
export function unknownPlaceholders(text: string): string[] {
  const names = [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
  return [...new Set(names)].filter((name) => !PLACEHOLDERS.some((known) => known === name));
}

export const hasPlaceholder = (text: string, name: Placeholder): boolean =>
  text.includes(`{${name}}`);

/** One line without control characters: nothing in it can begin another header. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(PLACEHOLDER, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? whole : oneLine(value);
  });
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

/** The text again for readers that show HTML, with `link` to click on. */
function toHtml(text: string, link: string): string {
  const anchor = `<a href="${escapeHtml(link)}">${escapeHtml(link)}</a>`;
  const lines = text.split('\n').map((line) => line.split(link).map(escapeHtml).join(anchor));
  return `<p>${lines.join('<br>\n')}</p>`;
}

/** Words of ours and values that `oneLine` has cleaned; `link` is the address in them to click on. */
export function textMail(mail: {
  readonly subject: string;
  readonly text: string;
  readonly link: string;
}): RenderedMail {
  const { subject, text, link } = mail;
  return { subject: oneLine(subject), text, html: toHtml(text, link) };
}

/** The placeholders of a template that the owner writes are `PLACEHOLDERS`; a template of ours may have others. */
export function renderMail<Name extends string = Placeholder>(
  template: { readonly subject: string; readonly text: string },
  values: Readonly<Record<Name | 'link', string>>
): RenderedMail {
  // A name that is not known leaves no gap before a comma.
  const render = (text: string) => fill(text, values).replace(/ +([,!.])/g, '$1');
  return textMail({
    subject: render(template.subject),
    text: render(template.text),
    link: values.link,
  });
}
