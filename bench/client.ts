/**
 * Posts over plain sockets, with as little work as possible: the client shares the machine with what it measures.
 */
import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';

export interface Target {
  readonly port: number;
  readonly path: string;
}

export interface Load {
  /** Answers by HTTP status; 0: no answer. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Milliseconds of each answer. */
  readonly durations: readonly number[];
  /** Milliseconds from the first byte sent to the last answer. */
  readonly total: number;
}

/** How long to wait at the end for requests without an answer. */
const PATIENCE_MS = 10_000;

const HEAD_END = '\r\n\r\n';

/** One connection that is kept: a request, its answer, the next request. */
class Line {
  private received = '';
  private answer: ((status: number) => void) | null = null;

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true).setEncoding('latin1');
    socket.on('data', (chunk: string) => this.read(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.give(0));
  }

  static open(port: number): Promise<Line> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(new Line(socket)));
      socket.once('error', reject);
    });
  }

  post(path: string, body: string): Promise<number> {
    return new Promise((resolve) => {
      if (this.socket.destroyed) return resolve(0);
      this.answer = resolve;
      this.socket.write(
        `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n` +
          `Content-Length: ${Buffer.byteLength(body)}${HEAD_END}${body}`
      );
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private read(chunk: string): void {
    this.received += chunk;
    const headEnd = this.received.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(this.received)?.[1] ?? 0);
    if (this.received.length < headEnd + HEAD_END.length + length) return;
    const status = Number(this.received.slice(9, 12));
    this.received = '';
    this.give(status);
  }

  private give(status: number): void {
    const { answer } = this;
    this.answer = null;
    answer?.(status);
  }
}

interface Course {
  readonly connections: number;
  /** The next body; null: there is none left. */
  readonly next: () => string | null;
  /** Requests without an answer by then count as unanswered. */
  readonly cutAfterMs?: number;
}

/** Each connection posts its next body as soon as it is answered, until none is left. */
export async function post(
  { port, path }: Target,
  { connections, next, cutAfterMs }: Course
): Promise<Load> {
  const lines = await Promise.all(Array.from({ length: connections }, () => Line.open(port)));
  const cut = (): void => lines.forEach((line) => line.close());
  const timer = cutAfterMs === undefined ? undefined : setTimeout(cut, cutAfterMs);
  const statuses = new Map<number, number>();
  const durations: number[] = [];
  const start = performance.now();
  const run = async (line: Line): Promise<void> => {
    for (let body = next(); body !== null; body = next()) {
      const sent = performance.now();
      const status = await line.post(path, body);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      durations.push(performance.now() - sent);
      if (status === 0) return;
    }
  };
  await Promise.all(lines.map(run));
  const total = performance.now() - start;
  clearTimeout(timer);
  cut();
  return { statuses, durations, total };
}

/** As many as are answered in this time; who is not answered soon after it is counted as not answered. */
export function postFor(
  target: Target,
  milliseconds: number,
  connections: number,
  build: () => string
): Promise<Load> {
  const until = performance.now() + milliseconds;
  const next = () => (performance.now() < until ? build() : null);
  return post(target, { connections, next, cutAfterMs: milliseconds + PATIENCE_MS });
}

/** One every so many milliseconds, whether the one before is answered or not. */
export async function postEvery(
  target: Target,
  milliseconds: number,
  bodies: readonly string[]
): Promise<void> {
  const start = performance.now();
  const sendings = bodies.map(async (body, index) => {
    await pause(Math.max(0, start + index * milliseconds - performance.now()));
    const { statuses } = await post(target, { connections: 1, next: once(body) });
    if (statuses.get(200) !== 1) throw new Error(`${target.path} was not answered with 200.`);
  });
  await Promise.all(sendings);
}

function once(body: string): () => string | null {
  let left: string | null = body;
  return () => {
    const given = left;
    left = null;
    return given;
  };
}
