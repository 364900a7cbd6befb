import { fork } from 'node:child_process';
import path from 'node:path';

/** A function that another process calls: what goes in and out must survive a message between processes. */
type Command = (...values: never[]) => unknown;
type CommandSet = Readonly<Record<string, Command>>;

interface Call {
  readonly id: number;
  readonly name: string;
  readonly values: never[];
}

interface Reply {
  readonly id: number;
  readonly value?: unknown;
  readonly failure?: string;
}

/** Does what the parent process asks for, until that lets go. */
export function serve(commands: CommandSet): void {
  process.on('message', ({ id, name, values }: Call) => {
    const reply = (answer: Omit<Reply, 'id'>) => process.send?.({ id, ...answer } satisfies Reply);
    Promise.resolve()
      .then(() => commands[name]?.(...values))
      .then(
        (value) => reply({ value }),
        (error: Error) => reply({ failure: error.stack ?? error.message })
      );
  });
  // Not `exit`, which a site that is in the middle of something may not come to.
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.send?.({ id: 0 } satisfies Reply);
}

/** The same commands, as the parent calls them. */
export type Remote<Commands> = {
  readonly [Name in keyof Commands]: Commands[Name] extends (...values: infer Values) => infer Value
    ? (...values: Values) => Promise<Awaited<Value>>
    : never;
};

export interface Started<Commands> {
  readonly remote: Remote<Commands>;
  readonly end: () => Promise<void>;
}

/** Starts a file that calls `serve`. */
export async function start<Commands extends object>(
  file: string,
  environment: Readonly<Record<string, string>>
): Promise<Started<Commands>> {
  const hook = path.resolve(__dirname, '../tests/helpers/swc-hook.cjs');
  const child = fork(path.resolve(__dirname, file), {
    execArgv: ['-r', hook, '--expose-gc'],
    env: { ...process.env, ...environment },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const waiting = new Map<number, (reply: Reply) => void>();
  child.on('message', (reply: Reply) => waiting.get(reply.id)?.(reply));

  const answerTo = (id: number): Promise<unknown> =>
    new Promise((resolve, reject) => {
      waiting.set(id, ({ value, failure }) => {
        waiting.delete(id);
        if (failure === undefined) resolve(value);
        else reject(new Error(failure));
      });
      void ended.then(() => reject(new Error(`${file} ended by itself.`)));
    });
  await answerTo(0);

  let calls = 0;
  const call = (name: string, values: unknown[]): Promise<unknown> => {
    calls += 1;
    const answer = answerTo(calls);
    child.send({ id: calls, name, values });
    return answer;
  };
  const remote = new Proxy({} as Remote<Commands>, {
    get: (_, name) =>
      // Not to be mistaken for a promise.
      name === 'then' ? undefined : (...values: unknown[]) => call(String(name), values),
  });
  return {
    remote,
    end: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
