/**
 * How much the plugin adds to the panel: bytes of its chunks as a browser fetches them, minified (which `strapi build`
 * does) and gzipped, by when it fetches them.
 */
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { transformSync } from 'esbuild';

export interface BundleSize {
  /** Fetched with the panel itself, on every page. */
  readonly atOnce: number;
  /** Everything else, fetched when one of our screens is opened; of the languages the longest, as a browser fetches one. */
  readonly later: number;
}

const STATIC_IMPORT = /(?:from|import)\s*["'](\.\/[^"']+)["']/g;

/** `de-COm7BFRr.mjs` is a catalogue of texts; null: it is code. */
const languageOf = (name: string): string | null =>
  /^([a-z]{2}(?:-[A-Z]{2})?)-/.exec(name)?.[1] ?? null;

export function measureBundle(plugin: string): BundleSize {
  const folder = path.join(plugin, 'dist/admin');
  const chunks = fs.readdirSync(folder).filter((name) => name.endsWith('.mjs'));
  const atOnce = new Set<string>();
  const follow = (name: string) => {
    if (atOnce.has(name)) return;
    atOnce.add(name);
    const source = fs.readFileSync(path.join(folder, name), 'utf8');
    for (const [, imported] of source.matchAll(STATIC_IMPORT)) {
      if (imported) follow(path.basename(imported));
    }
  };
  follow('index.mjs');
  const sizeOf = (name: string): number => {
    const source = fs.readFileSync(path.join(folder, name), 'utf8');
    return gzipSync(transformSync(source, { minify: true, format: 'esm' }).code).length;
  };
  const bytes = (names: readonly string[]) => names.reduce((sum, name) => sum + sizeOf(name), 0);
  const rest = chunks.filter((name) => !atOnce.has(name));
  const languages = [...new Set(rest.flatMap((name) => languageOf(name) ?? []))];
  const sizes = languages.map((language) =>
    bytes(rest.filter((name) => languageOf(name) === language))
  );
  return {
    atOnce: bytes([...atOnce]),
    later: bytes(rest.filter((name) => languageOf(name) === null)) + Math.max(0, ...sizes),
  };
}
