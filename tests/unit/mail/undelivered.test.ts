import { readUndelivered, wordOf } from '../../../server/src/core/mail/undelivered';

describe('why a message has not left', () => {
  it.each(['has-password', 'reset-page-missing', 'took-too-long'])(
    'is a reason that we know: %s',
    (word) => {
      expect(readUndelivered(word)).toEqual({ reason: word });
    }
  );

  it('or what the error is called', () => {
    expect(readUndelivered('Error ECONNREFUSED')).toEqual({ error: 'Error ECONNREFUSED' });
  });

  it.each(['account-gone', 'Error ECONNREFUSED'])('is stored as one word: %s', (word) => {
    expect(wordOf(readUndelivered(word))).toBe(word);
  });
});
