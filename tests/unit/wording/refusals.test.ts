import { sayRefusal, type RefusalCode } from '../../../server/src/core/wording/refusals';
import en from '../../../texts/sentences/en.json';

const CODES = Object.keys(en).flatMap((key) =>
  key.startsWith('refusal.') ? (key.slice('refusal.'.length) as RefusalCode) : []
);

it('a refusal names what it is about', () => {
  expect(sayRefusal('level-mapped', { name: 'Gold' })).toBe(
    'Gold is given by a mapping, so it cannot be left out.'
  );
  expect(sayRefusal('level-mapped')).toBe(
    'A level is given by a mapping, so it cannot be left out.'
  );
});

it('each says something, and nothing says the same as another', () => {
  const said = CODES.map((code) => sayRefusal(code, { name: 'Gold' }));
  expect(said.length).toBeGreaterThan(30);
  expect(new Set(said).size).toBe(said.length);
  for (const sentence of said) expect(sentence).toMatch(/^[A-Z][^{}]+\.$/);
});
