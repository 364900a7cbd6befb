import Koa from 'koa';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import request from 'supertest';
import { readBody, type Body, type Limits } from '../../../server/src/services/receiving/read-body';
import { rawRequest } from '../../helpers/raw-request';

const LIMITS: Limits = { bytes: 100_000, ms: 300 };

let server: Server;
let address: string;
let bodies: Body[];
let waiting: ((body: Body) => void)[];

beforeAll(async () => {
  const app = new Koa();
  // It would print every sender that goes away.
  app.silent = true;
  app.use(async (ctx) => {
    const body = await readBody(ctx.req, LIMITS);
    const next = waiting.shift();
    if (next) next(body);
    else bodies.push(body);
    ctx.status = body.type === 'bytes' ? 200 : 400;
    ctx.body = { type: body.type };
  });
  server = createServer(app.callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  bodies = [];
  waiting = [];
});

/** The body of the next request, once it was read. */
const next = () => new Promise<Body>((resolve) => waiting.push(resolve));

const bytesOf = (body: Body | undefined) => (body?.type === 'bytes' ? body.bytes : body?.type);

it.each(['application/json', 'application/x-www-form-urlencoded', 'text/plain', 'no such type'])(
  'gives the bytes as they came, whatever the type: %s',
  async (type) => {
    const sent = Buffer.from([0, 1, 2, 0xff, 0xfe, 0x7b, 0x0a]);
    await request(address)
      .post('/')
      .set('Content-Type', type)
      .send(sent.toString('latin1'))
      .expect(200);
    expect(bytesOf(bodies[0])).toEqual(Buffer.from(sent.toString('latin1')));
  }
);

it('puts the pieces of a body together', async () => {
  const sent = Buffer.alloc(99_999, 'abcdefg');
  await rawRequest(address, { method: 'POST', path: '/', body: sent, isChunked: true });
  expect(bytesOf(bodies[0])).toEqual(sent);
});

it.each([undefined, '', ' identity ', 'IDENTITY'])(
  'reads an encoding that is none: %j',
  async (encoding) => {
    const headers: Record<string, string> =
      encoding === undefined ? {} : { 'content-encoding': encoding };
    await rawRequest(address, { method: 'POST', path: '/', body: 'a=b', headers });
    expect(bytesOf(bodies[0])).toEqual(Buffer.from('a=b'));
  }
);

it.each(['gzip', 'br', 'deflate', 'identity, gzip'])(
  'reads nothing that is compressed: %s',
  async (encoding) => {
    const headers = { 'content-encoding': encoding };
    const body = gzipSync('a=b'.repeat(1000));
    const { status } = await rawRequest(address, { method: 'POST', path: '/', body, headers });
    expect(status).toBe(400);
    expect(bodies).toEqual([{ type: 'compressed' }]);
  }
);

describe('a body at the limit', () => {
  it.each([false, true])('is read, in pieces: %s', async (isChunked) => {
    const body = Buffer.alloc(LIMITS.bytes, 'x');
    await rawRequest(address, { method: 'POST', path: '/', body, isChunked });
    expect(bytesOf(bodies[0])).toEqual(body);
  });

  it.each([false, true])(
    'and above it is refused, and the answer arrives, in pieces: %s',
    async (isChunked) => {
      for (const length of [LIMITS.bytes + 1, 5_000_000]) {
        const body = Buffer.alloc(length, 'x');
        const answer = await rawRequest(address, { method: 'POST', path: '/', body, isChunked });
        expect(JSON.parse(answer.text)).toEqual({ type: 'too-large' });
      }
    }
  );

  it('leaves the connection to the next request', async () => {
    const large = await fetch(address, { method: 'POST', body: 'x'.repeat(LIMITS.bytes + 1) });
    expect(await large.json()).toEqual({ type: 'too-large' });
    const small = await fetch(address, { method: 'POST', body: 'a=b' });
    expect(await small.json()).toEqual({ type: 'bytes' });
    expect(bytesOf(bodies[1])).toEqual(Buffer.from('a=b'));
  });
});

it('waits no longer than allowed', async () => {
  const body = next();
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"action":');
  // A byte now and then does not buy more time.
  const drip = setInterval(() => socket.write(' '), 50);
  const started = Date.now();
  expect(await body).toEqual({ type: 'too-slow' });
  expect(Date.now() - started).toBeLessThan(5000);
  clearInterval(drip);
  socket.destroy();
});

it('survives a sender that goes away, in the middle or at once', async () => {
  for (const sent of ['{"action":', '']) {
    const body = next();
    const outgoing = httpRequest(address, { method: 'POST', headers: { 'content-length': '100' } });
    outgoing.on('error', () => undefined);
    outgoing.flushHeaders();
    if (sent !== '') outgoing.write(sent);
    await new Promise((resolve) => setTimeout(resolve, 30));
    outgoing.destroy();
    expect(await body).toEqual({ type: 'aborted' });
  }
  expect((await request(address).post('/').send('a=b')).status).toBe(200);
});
