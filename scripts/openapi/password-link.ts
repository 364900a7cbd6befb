/** The link of a welcome mail. It is answered by a middleware before any route, so nothing can be read from the routes. */

const page = (description: string) => ({
  description,
  content: { 'text/html': { schema: { type: 'string' } } },
});

const pages = {
  404: page('No link of this site, or its account can’t be used.'),
  503: page('The site has no page for a new password at present, or its database is away.'),
} as const;

export const passwordLinkPath = {
  parameters: [
    {
      name: 'code',
      in: 'path',
      required: true,
      description: 'It is a secret.',
      schema: { type: 'string' },
    },
  ],
  get: {
    operationId: 'password-link.open',
    tags: ['password-link'],
    description:
      'For members: goes on to the site’s reset page with a code that users-permissions takes for one hour.',
    security: [],
    responses: {
      302: { description: 'To the site’s reset page, with `?code=…`.' },
      410: page('Older than 7 days, or used. Offers a new link.'),
      ...pages,
    },
  },
  post: {
    operationId: 'password-link.renew',
    tags: ['password-link'],
    description:
      'Mails a new link to the account’s own address, at most once in 10 minutes and 5 times a day. The answer doesn’t say whether it did.',
    security: [],
    responses: { 200: page('Check your email.'), ...pages },
  },
} as const;
