import { connect, createServer, type Socket } from 'node:net';

/** A wire to a server on this machine that can be made long: what goes in comes out so much later. */
export interface SlowWire {
  readonly port: number;
  /** From now on, for each way. */
  delay(ms: number): void;
  close(): void;
}

export async function layWire(to: number): Promise<SlowWire> {
  let delayMs = 0;
  const sockets = new Set<Socket>();
  const carry = (from: Socket, into: Socket) => {
    sockets.add(from);
    from.on('data', (chunk) => {
      // A timer for each piece keeps them in order: those of one length go off in the order they were set.
      setTimeout(() => into.write(chunk), delayMs);
    });
    from.once('close', () => setTimeout(() => into.destroy(), delayMs));
    from.on('error', () => into.destroy());
  };
  const server = createServer((incoming) => {
    const outgoing = connect(to, '127.0.0.1');
    carry(incoming, outgoing);
    carry(outgoing, incoming);
  });
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const bound = server.address();
      resolve(bound !== null && typeof bound === 'object' ? bound.port : 0);
    })
  );
  return {
    port,
    delay: (ms) => (delayMs = ms),
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
