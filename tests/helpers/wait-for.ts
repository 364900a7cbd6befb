import { setTimeout as pause } from 'node:timers/promises';

const LIMIT_MS = 30_000;
const LOOK_EVERY_MS = 10;

/** Resolves as soon as it holds; fails with the reason when it does not within the limit. */
export async function waitFor(
  holds: () => Promise<boolean>,
  why: () => Promise<string> = () => Promise.resolve('What was waited for did not happen.'),
  limitMs = LIMIT_MS
): Promise<void> {
  for (const deadline = Date.now() + limitMs; ; ) {
    if (await holds()) return;
    if (Date.now() > deadline) throw new Error(await why());
    await pause(LOOK_EVERY_MS);
  }
}
