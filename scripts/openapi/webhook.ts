/** The public route. It is answered by a middleware before any route, so nothing can be read from the routes. */

const answer = (description: string, status: string) => ({
  description,
  content: {
    'application/json': {
      schema: {
        type: 'object',
        properties: { status: { const: status } },
        required: ['status'],
      },
    },
  },
});

const key = {
  name: 'key',
  in: 'path',
  required: true,
  description: 'The last part of the webhook URL. It is a secret.',
  schema: { type: 'string' },
};

const works = (method: string) => ({
  operationId: `webhook.${method}`,
  tags: ['webhook'],
  security: [],
  responses: {
    200: {
      description: 'The address is right.',
      content: { 'text/plain': { schema: { type: 'string' } } },
    },
    404: { description: 'Unknown or wrong key, or switched off. Empty.' },
  },
});

export const webhookPath = {
  parameters: [key],
  get: works('get'),
  head: works('head'),
  post: {
    operationId: 'webhook.receive',
    tags: ['webhook'],
    description: 'For Kartra: Outbound API (JSON) and IPN (form). Told apart by the first byte.',
    security: [],
    requestBody: {
      content: {
        'application/json': { schema: { type: 'object' } },
        'application/x-www-form-urlencoded': { schema: { type: 'object' } },
      },
    },
    responses: {
      200: {
        description: 'Stored, or known already. Also for an empty body, which is not stored.',
        content: {
          'application/json': {
            schema: {
              type: 'object',
              properties: { status: { enum: ['received', 'duplicate'] } },
              required: ['status'],
            },
          },
        },
      },
      400: answer('Neither JSON nor a form.', 'unreadable'),
      403: answer('A form whose secret_key is none of yours.', 'refused'),
      404: { description: 'Unknown or wrong key, or switched off. Empty.' },
      408: { description: 'Slower than 10 seconds.' },
      413: { description: 'Larger than 1 MB.' },
      503: answer('It could not be stored. Retry-After: 30.', 'unavailable'),
    },
  },
} as const;
