import { hideHeaders, keepHeaders } from '../../../server/src/core/kartra/headers';

it('keeps what says who sent it and how, each value cut', () => {
  expect(
    keepHeaders({
      'user-agent': 'Kartra/1.0',
      'content-type': 'application/json',
      'x-real-ip': '9'.repeat(900),
    })
  ).toEqual({
    'user-agent': 'Kartra/1.0',
    'content-type': 'application/json',
    'x-real-ip': '9'.repeat(200),
  });
});

it('keeps no header that a proxy may have put the address into, and no credentials', () => {
  expect(
    keepHeaders({
      'x-original-uri': '/api/kartra/webhook/secret',
      'x-forwarded-uri': '/api/kartra/webhook/secret',
      referer: 'https://site.example/api/kartra/webhook/secret',
      cookie: 'session=1',
      authorization: 'Bearer 1',
      'set-cookie': ['a', 'b'],
    })
  ).toEqual({});
});

it('hides the values and leaves the names', () => {
  expect(hideHeaders({ 'user-agent': 'Kartra/1.0' })).toEqual({ 'user-agent': '•••' });
});
