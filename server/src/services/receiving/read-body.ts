import type { IncomingMessage } from 'node:http';

export type Body =
  | { readonly type: 'bytes'; readonly bytes: Buffer }
  | { readonly type: 'too-large' | 'compressed' | 'too-slow' | 'aborted' };

export interface Limits {
  readonly bytes: number;
  readonly ms: number;
}

export const WEBHOOK_LIMITS: Limits = { bytes: 1024 * 1024, ms: 10_000 };

/** The raw bytes of a request within these limits, and never a compressed one: its true size shows too late. */
export function readBody(
  request: IncomingMessage,
  { bytes: limit, ms }: Limits = WEBHOOK_LIMITS
): Promise<Body> {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? '';
  if (encoding !== '' && encoding !== 'identity') return Promise.resolve({ type: 'compressed' });
  if (Number(request.headers['content-length'] ?? 0) > limit) {
    return Promise.resolve({ type: 'too-large' });
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const finish = (body: Body) => {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose);
      // What is left is thrown away as it comes: a sender that is cut off might never see the answer.
      request.resume();
      resolve(body);
    };
    const onData = (chunk: Buffer) => {
      length += chunk.length;
      if (length > limit) finish({ type: 'too-large' });
      else chunks.push(chunk);
    };
    const onEnd = () => finish({ type: 'bytes', bytes: Buffer.concat(chunks) });
    const onClose = () => finish({ type: 'aborted' });
    const timer = setTimeout(() => finish({ type: 'too-slow' }), ms);
    request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose);
    // Gone while the key was looked up: none of these will come any more.
    if (request.destroyed) finish({ type: 'aborted' });
  });
}
