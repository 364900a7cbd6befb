import { request } from 'node:http';

export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  /** Sent in pieces, without saying how long it is. */
  readonly isChunked?: boolean;
}

export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

const PIECE = 64 * 1024;

/** A request exactly as described: no header, no encoding added by a client library. */
export async function rawRequest(address: string, asked: RawRequest): Promise<RawResponse> {
  const body = Buffer.from(asked.body ?? '');
  const length = asked.isChunked ? {} : { 'content-length': String(body.length) };
  return new Promise((resolve, reject) => {
    let isAnswered = false;
    const outgoing = request(
      address,
      // As it is: a URL would be tidied up.
      {
        method: asked.method,
        path: asked.path,
        headers: { ...length, ...asked.headers },
        agent: false,
      },
      (incoming) => {
        isAnswered = true;
        const chunks: Buffer[] = [];
        const finish = () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          });
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.once('end', finish);
        // A server that has answered need not read the rest of what is too large.
        incoming.once('error', finish);
      }
    );
    outgoing.once('error', (error) => {
      if (!isAnswered) reject(error);
    });
    for (let start = 0; start < body.length; start += PIECE)
      outgoing.write(body.subarray(start, start + PIECE));
    outgoing.end();
  });
}
