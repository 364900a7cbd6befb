import { PLUGIN_ID } from '../pluginId';

type Texts = Promise<{ default: Record<string, string> }>;

/** The panel's own texts, and the sentences that it shares with the server. */
const FILES: Record<string, () => readonly [Texts, Texts]> = {
  en: () => [import('./en.json'), import('../../../texts/sentences/en.json')],
  de: () => [import('./de.json'), import('../../../texts/sentences/de.json')],
  es: () => [import('./es.json'), import('../../../texts/sentences/es.json')],
};

/** Texts of the panel's languages that the plugin speaks, each key made unique by the plugin's id. */
export function loadTranslations({ locales }: { locales: readonly string[] }) {
  return Promise.all(
    locales.map(async (locale) => {
      const files = await Promise.all(FILES[locale]?.() ?? []);
      const texts = files.map((file) => prefixKeys(file.default));
      return { locale, data: Object.assign({}, ...texts) as Record<string, string> };
    })
  );
}

function prefixKeys(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [`${PLUGIN_ID}.${key}`, text])
  );
}
