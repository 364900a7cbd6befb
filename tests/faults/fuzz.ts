import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { RawRequest } from '../helpers/raw-request';

const FIXTURES = path.resolve(__dirname, '../fixtures/kartra');
const SAMPLES = readdirSync(FIXTURES)
  .filter((file) => /\.(json|form)$/.test(file))
  .map((file) => readFileSync(path.join(FIXTURES, file)));

/** Bytes cut out, put in, doubled or turned over, in something that was a webhook. */
interface Mutation {
  readonly at: number;
  readonly length: number;
  readonly how: 'cut' | 'double' | 'replace';
  readonly bytes: Uint8Array;
}

function mutate(body: Buffer, { at, length, how, bytes }: Mutation): Buffer {
  const start = at % (body.length + 1);
  const end = Math.min(body.length, start + length);
  const middle = { cut: [], double: [body.subarray(start, end)], replace: [bytes] }[how];
  const rest = how === 'double' ? start : end;
  return Buffer.concat([body.subarray(0, start), ...middle, body.subarray(rest)]);
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(4_000),
  length: fc.nat(40),
  how: fc.constantFrom('cut', 'double', 'replace'),
  bytes: fc.oneof(
    fc.uint8Array({ maxLength: 12 }),
    fc
      .constantFrom(
        '\u0000',
        '"',
        '{',
        '[[',
        '}',
        '&',
        '=',
        '%',
        '%zz',
        '\\ud800',
        '__proto__',
        'NaN',
        '1e999'
      )
      .map((text) => Buffer.from(text))
  ),
});

const sample = fc.constantFrom(...SAMPLES);
const mutated = fc
  .tuple(sample, fc.array(mutation, { minLength: 1, maxLength: 6 }))
  .map(([body, mutations]) => mutations.reduce(mutate, body));
const nested = fc
  .nat(400)
  .map((depth) => Buffer.from('{"a":'.repeat(depth) + '1' + '}'.repeat(depth)));
const shaped = fc
  .record(
    {
      action: fc.oneof(
        fc.constantFrom('buy_product', 'refund_product', 'cancel_subscription'),
        fc.anything()
      ),
      lead: fc.anything(),
      action_details: fc.oneof(fc.anything(), fc.record({ transaction_details: fc.anything() })),
    },
    { requiredKeys: [] }
  )
  .map((value) => Buffer.from(JSON.stringify(value, (_name, part: unknown) => readable(part))));

/** JSON has no word for these. */
const readable = (part: unknown): unknown => (typeof part === 'bigint' ? String(part) : part);

const form = (ipnSecret: string) =>
  fc
    .tuple(
      fc.dictionary(fc.string({ maxLength: 20 }), fc.string({ unit: 'binary', maxLength: 40 })),
      fc.constantFrom(ipnSecret, `${ipnSecret}x`, '')
    )
    .map(([fields, secret]) =>
      Buffer.from(
        Object.entries({ ...fields, transaction_type: 'sale', secret_key: secret })
          .map(([name, value]) => `${encode(name)}=${encode(value)}`)
          .join('&')
      )
    );

/** Lone surrogates, which no URL can hold, go as they are. */
const encode = (text: string): string => (text.isWellFormed() ? encodeURIComponent(text) : text);

const headerText = fc.string({ maxLength: 60 }).map((text) => text.replace(/[^\x20-\x7e]/g, ''));
const contentType = fc.oneof(
  fc.constantFrom(
    'application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-16',
    'text/plain',
    ''
  ),
  headerText
);
const headers = fc.record(
  {
    'content-type': contentType,
    'content-encoding': fc.constantFrom('gzip', 'br', 'identity', ''),
    accept: headerText,
    'x-forwarded-for': headerText,
    'x-http-method-override': fc.constantFrom('DELETE', 'PUT'),
    cookie: headerText,
    authorization: headerText,
    'accept-language': headerText,
  },
  { requiredKeys: ['content-type'] }
);

/** A shorter address is none of ours: Strapi answers it. */
const OURS = '/api/kartra/webhook/'.length;

/** The right address mostly; else one with something wrong about it. */
function addresses(right: string): fc.Arbitrary<string> {
  const segment = fc
    .string({ maxLength: 60 })
    .map((text) => encodeURIComponent(text.toWellFormed()));
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant(right) },
    { weight: 1, arbitrary: segment.map((query) => `${right}?${query}`) },
    { weight: 1, arbitrary: segment.map((more) => `${right}/${more}`) },
    { weight: 1, arbitrary: segment.map((key) => `/api/kartra/webhook/${key}`) },
    {
      weight: 1,
      arbitrary: fc.integer({ min: OURS, max: right.length }).map((at) => right.slice(0, at)),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        right.replace('/api', '//api'),
        right.toUpperCase(),
        `/x/..${right}`,
        right.replaceAll('/', '%2F'),
        `/api/kartra/me?next=${encodeURIComponent(right)}`,
        `${right}%00`,
        `${right}%E0%A4%A`
      ),
    }
  );
}

interface Asked {
  readonly count: number;
  /** The same seed makes the same requests: what was found can be found again. */
  readonly seed: number;
  readonly path: string;
  readonly ipnSecret: string;
}

/** Requests of people, programs and accidents, as different as can be, at the webhook's door. */
export function fuzzRequests({ count, seed, path: right, ipnSecret }: Asked): RawRequest[] {
  const method = fc.oneof(
    { weight: 12, arbitrary: fc.constant('POST') },
    { weight: 1, arbitrary: fc.constantFrom('GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH') }
  );
  const body = fc.oneof(
    { weight: 6, arbitrary: mutated },
    { weight: 2, arbitrary: fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 2, arbitrary: shaped },
    { weight: 2, arbitrary: form(ipnSecret) },
    { weight: 1, arbitrary: nested },
    { weight: 1, arbitrary: sample }
  );
  const request = fc.record({
    method,
    path: addresses(right),
    headers,
    body,
    isChunked: fc.boolean(),
  });
  return fc.sample(request, { numRuns: count, seed });
}
