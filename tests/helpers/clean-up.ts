/** What a test has to put away again, last first, whether its set-up came to its end or not. */
export interface CleanUp {
  add(work: () => unknown): void;
  /** All of it, whatever fails on the way; then the first failure is thrown. */
  run(): Promise<void>;
}

export function startCleanUp(): CleanUp {
  const works: (() => unknown)[] = [];
  return {
    add: (work) => void works.push(work),
    async run() {
      const failures: unknown[] = [];
      for (const work of works.splice(0).reverse()) {
        try {
          await work();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
