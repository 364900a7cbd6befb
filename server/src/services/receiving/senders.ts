import { perStrapi } from '../../utils/per-strapi';

export interface Sender {
  readonly ip: string;
  /** Epoch ms. */
  readonly at: number;
}

/** Where this process last saw a webhook with a right key come from: what an owner needs to write a list of addresses. */
export const sendersOf = perStrapi(() => {
  let last: Sender | null = null;
  return {
    note(sender: Sender): void {
      last = sender;
    },
    last: (): Sender | null => last,
  };
});
