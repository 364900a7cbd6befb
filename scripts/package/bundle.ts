/** How much the plugin adds to the panel: gzipped bytes of its chunks, by when the browser fetches them. */
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

export interface BundleSize {
  /** Fetched with the panel itself, on every page. */
  readonly atOnce: number;
  /** Everything else, fetched when one of our screens is opened. */
  readonly later: number;
}

const STATIC_IMPORT = /(?:from|import)\s*["'](\.\/[^"']+)["']/g;

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
  const bytes = (names: readonly string[]) =>
    names.reduce((sum, name) => sum + gzipSync(fs.readFileSync(path.join(folder, name))).length, 0);
  return {
    atOnce: bytes([...atOnce]),
    later: bytes(chunks.filter((name) => !atOnce.has(name))),
  };
}
