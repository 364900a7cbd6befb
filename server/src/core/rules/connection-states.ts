/** `paused`: webhooks are stored and wait until it is on again. */
export const CONNECTION_STATES = ['off', 'on', 'paused'] as const;
export type ConnectionState = (typeof CONNECTION_STATES)[number];
