import { PLUGIN_ID } from '../pluginId';

const FILES: Record<string, () => Promise<{ default: Record<string, string> }>> = {
  en: () => import('./en.json'),
  de: () => import('./de.json'),
  es: () => import('./es.json'),
};

/** Texts of the panel's languages that the plugin speaks, each key made unique by the plugin's id. */
export function loadTranslations({ locales }: { locales: readonly string[] }) {
  return Promise.all(
    locales.map(async (locale) => {
      const file = FILES[locale];
      return { locale, data: file ? prefixKeys((await file()).default) : {} };
    })
  );
}

function prefixKeys(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [`${PLUGIN_ID}.${key}`, text])
  );
}
