/**
 * Lets plain Node run the plugin's TypeScript source, for tests that start real processes and kill them.
 * What was transformed is kept on disk: the second process starts as fast as a built one.
 */
const { transformSync } = require('@swc/core');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const cache = path.resolve(__dirname, '../.artifacts/swc');
fs.mkdirSync(cache, { recursive: true });

const options = {
  jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
};

function compile(filename) {
  const source = fs.readFileSync(filename, 'utf8');
  const key = createHash('sha256').update(filename).update('\0').update(source).digest('hex');
  const cached = path.join(cache, `${key}.js`);
  try {
    return fs.readFileSync(cached, 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  const { code } = transformSync(source, { ...options, filename });
  // Renamed into place: another process never reads half a file.
  const partial = `${cached}.${process.pid}`;
  fs.writeFileSync(partial, code);
  fs.renameSync(partial, cached);
  return code;
}

require.extensions['.ts'] = (module, filename) => module._compile(compile(filename), filename);
