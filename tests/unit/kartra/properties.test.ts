import fc from 'fast-check';
import { decodeBody, decodeText, type Json } from '../../../server/src/core/kartra/decode';
import type { Buyer } from '../../../server/src/core/kartra/event';
import { hashFact } from '../../../server/src/core/kartra/fact-hash';
import { meaningOf } from '../../../server/src/core/kartra/meaning';
import { redactPayload } from '../../../server/src/core/kartra/redact';
import { decodeStored, storeBody } from '../../../server/src/core/kartra/stored-body';
import { normaliseEmail } from '../../../server/src/core/members/email';

const RUNS = { numRuns: 1500 };

/** Everything that receiving and processing do with bytes before they know whom they are about. */
function readAll(bytes: Uint8Array) {
  const decoded = decodeBody(bytes);
  const stored = storeBody(bytes);
  redactPayload(stored.body);
  const told = meaningOf(decoded);
  if (told.type === 'money') for (const event of told.events) hashFact(event, 'salt');
  normaliseEmail((told.type === 'money' ? told.events[0] : told).buyer.email);
  return { decoded, stored, told };
}

const words = fc.constantFrom(
  'lead',
  'action',
  'action_details',
  'transaction_details',
  'buy_product',
  'transaction_type',
  'sale',
  'refund',
  'product_id',
  'lead_id',
  'lead_email',
  'N/A',
  '0',
  '__proto__',
  'secret_key',
  'transaction_date',
  '2026-03-02 09:14:27'
);
const key = fc.oneof(words, fc.string({ unit: 'binary' }));
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    words,
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 6 })
  ),
})).value;

const webhook = fc.record({
  lead: json,
  action: fc.oneof(words, json),
  action_details: fc.oneof(
    json,
    fc.record({
      transaction_details: fc.oneof(
        json,
        fc.dictionary(key, json),
        fc.array(fc.oneof(json, fc.dictionary(key, json)), { maxLength: 4 })
      ),
    })
  ),
});

it('no bytes make it throw, and what is stored reads back as what arrived', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
    fc
      .tuple(fc.constantFrom('{', '[', 'a=', '{"action":', '\ufeff{'), fc.string())
      .map((parts) => Buffer.from(parts.join('')))
  );
  fc.assert(
    fc.property(bytes, (body) => {
      const { decoded, stored } = readAll(body);
      // A struck-out secret is the one difference there may be.
      if (!Buffer.from(body).includes('secret')) expect(decodeStored(stored)).toEqual(decoded);
    }),
    RUNS
  );
});

it('no JSON makes it throw', () => {
  fc.assert(
    fc.property(fc.oneof(webhook, json), (value) => {
      readAll(Buffer.from(JSON.stringify(value) ?? ''));
    }),
    RUNS
  );
});

it('no form makes it throw', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.string({ unit: 'binary' }))), (pairs) => {
      const encode = (text: string) => encodeURIComponent(text.toWellFormed());
      readAll(Buffer.from(pairs.map((pair) => pair.map(encode).join('=')).join('&')));
    }),
    RUNS
  );
});

const asText = (value: unknown): Json => {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value !== 'object' || value === null) return value as Json;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, asText(part)]));
};

it('JSON is what JSON.parse makes of it, its whole numbers as text', () => {
  const value = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.maxSafeInteger(),
      fc.string({ unit: 'binary' }),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value')),
      fc.dictionary(fc.string(), tie('value'))
    ),
  })).value;
  fc.assert(
    fc.property(fc.dictionary(fc.string(), value), fc.constantFrom(0, 2), (object, indent) => {
      const text = JSON.stringify(object, null, indent);
      expect(decodeText(text)).toEqual({ type: 'json', value: asText(JSON.parse(text)) });
    }),
    RUNS
  );
});

it('whatever JSON.parse refuses is unreadable', () => {
  const almost = fc
    .tuple(
      fc.dictionary(fc.string(), fc.oneof(fc.integer(), fc.string(), fc.boolean())),
      fc.nat(),
      fc.constantFrom('', '1', ':', ',', '"', '}', '{', '-', '.', 'e')
    )
    .map(([object, at, odd]) => {
      const text = JSON.stringify(object);
      const cut = at % text.length;
      return `{${(text.slice(0, cut) + odd + text.slice(cut + 1)).slice(1)}`;
    });
  fc.assert(
    fc.property(almost, (text) => {
      let isJson = true;
      try {
        JSON.parse(text);
      } catch {
        isJson = false;
      }
      expect(decodeText(text).type).toBe(isJson ? 'json' : 'unreadable');
    }),
    RUNS
  );
});

it('nothing it reads is longer than its column, nor holds what a database refuses', () => {
  const isFit = (text: string | null, limit: number) =>
    text === null ||
    (text.length <= limit &&
      text.isWellFormed() &&
      !/[\u0000-\u001f\u202e]/.test(text) &&
      text.trim() === text &&
      text !== '');
  const long = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 600 }),
    fc.string({ unit: 'binary' }).map((text) => text.repeat(40))
  );
  const details = fc.dictionary(
    fc.constantFrom(
      'product_id',
      'product_name',
      'transaction_id',
      'transaction_parent_id',
      'original_id',
      'lead_email',
      'lead_id',
      'lead_first_name',
      'transaction_full_amount'
    ),
    long
  );
  fc.assert(
    fc.property(details, long, (transaction, action) => {
      const payload = {
        action: 'buy_product',
        action_details: { transaction_details: transaction },
      };
      const { told } = readAll(Buffer.from(JSON.stringify(payload)));
      if (told.type !== 'money') throw new Error('A purchase is about money.');
      const { buyer, ...event } = told.events[0];
      for (const value of Object.values(event))
        if (typeof value === 'string') expect(isFit(value, 255)).toBe(true);
      for (const name of ['leadId', 'email', 'firstName', 'lastName'] satisfies (keyof Buyer)[])
        expect(isFit(buyer[name], 255)).toBe(true);

      const other = readAll(Buffer.from(JSON.stringify({ action }))).told;
      if (other.type === 'not-money') expect(isFit(other.action, 100)).toBe(true);
    }),
    RUNS
  );
});

it('no shape that is read keeps the IPN secret', () => {
  const secret = fc
    .string({ unit: 'grapheme-ascii', minLength: 6 })
    .map((text) => `kept${text.trim()}kept`)
    .filter((text) => !text.includes('--x'));
  const shapes: readonly ((secret: string) => string)[] = [
    (text) => new URLSearchParams({ a: 'b', secret_key: text }).toString(),
    (text) => JSON.stringify({ a: 1, secret_key: text, b: { c: 'd' } }),
    (text) => `payload=${encodeURIComponent(JSON.stringify({ secret_key: text }))}`,
    (text) =>
      `--x\r\nContent-Disposition: form-data; name="secret_key"\r\n\r\n${text}\r\n--x--\r\n`,
    (text) =>
      `--x\r\nContent-Disposition: form-data; name="payload"\r\n\r\n${JSON.stringify({ secret_key: text })}\r\n--x--`,
  ];
  fc.assert(
    fc.property(secret, fc.constantFrom(...shapes), (text, shape) => {
      const decoded = decodeStored(storeBody(Buffer.from(shape(text))));
      const shown = JSON.stringify(decoded.type === 'form' ? [...decoded.fields] : decoded);
      expect(shown).toContain('***');
      expect(shown).not.toContain('kept');
    }),
    RUNS
  );
});
