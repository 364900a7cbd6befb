/** For someone who may read logs but no personal data. */
import { redactPayload } from '../../../server/src/core/kartra/redact';

it('JSON keeps its names and its shape', () => {
  const body = JSON.stringify({
    lead: { email: 'ann@example.com', tags: ['a', { name: 'Ann' }], note: null },
    n: 5,
    yes: true,
  });
  expect(JSON.parse(redactPayload(body))).toEqual({
    lead: { email: '•••', tags: ['•••', { name: '•••' }], note: '•••' },
    n: '•••',
    yes: '•••',
  });
  expect(redactPayload('{"a":1}')).toBe('{\n  "a": "•••"\n}');
});

it.each([
  ['a form', 'lead_email=ann%40example.com&product_id=5', 'lead_email=•••&product_id=•••'],
  ['nothing', '', ''],
  ['blanks', '  ', ''],
  ['something else', 'Hello Ann', '•••'],
  ['broken JSON', '{"email":"ann@example.com"', '•••'],
])('%s', (_what, body, shown) => {
  expect(redactPayload(body)).toBe(shown);
});
