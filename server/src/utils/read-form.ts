import type { IncomingMessage } from 'node:http';

const MOST_BYTES = 8192;

/** The fields of a small form; none where it is too long. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= MOST_BYTES) chunks.push(chunk);
  }
  return new URLSearchParams(length > MOST_BYTES ? '' : Buffer.concat(chunks).toString('utf8'));
}
