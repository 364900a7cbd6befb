interface Ranked<Item> {
  readonly item: Item;
  readonly rank: number;
}

/** The highest of many, at the cost of a logarithm: a heap from which what is gone is dropped when it is met. */
export class Highest<Item> {
  private readonly heap: Ranked<Item>[] = [];
  /** Added since anyone asked: most often no one ever does. */
  private readonly added: Ranked<Item>[] = [];

  add(item: Item, rank: number): void {
    this.added.push({ item, rank });
  }

  private raise(ranked: Ranked<Item>): void {
    const { heap } = this;
    const { rank } = ranked;
    let at = heap.length;
    heap.push(ranked);
    for (let up = (at - 1) >> 1; at > 0 && this.rankAt(up) < rank; up = (at - 1) >> 1) {
      this.swap(at, up);
      at = up;
    }
  }

  /** The highest that passes. Those that are gone are dropped for good; few should be there and not pass. */
  find(isGone: (item: Item) => boolean, passes: (item: Item) => boolean): Item | null {
    for (const ranked of this.added.splice(0)) this.raise(ranked);
    const skipped: Ranked<Item>[] = [];
    let found: Item | null = null;
    for (let top = this.heap[0]; top && found === null; top = this.heap[0]) {
      if (isGone(top.item)) {
        this.dropFirst();
      } else if (passes(top.item)) {
        found = top.item;
      } else {
        skipped.push(top);
        this.dropFirst();
      }
    }
    for (const ranked of skipped) this.raise(ranked);
    return found;
  }

  private dropFirst(): void {
    const { heap } = this;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    heap[0] = last;
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const child = this.rankAt(right) > this.rankAt(left) ? right : left;
      if (this.rankAt(child) <= last.rank) return;
      this.swap(at, child);
      at = child;
    }
  }

  private rankAt(at: number): number {
    return this.heap[at]?.rank ?? -1;
  }

  private swap(a: number, b: number): void {
    const { heap } = this;
    const [one, other] = [heap[a], heap[b]];
    if (!one || !other) return;
    heap[a] = other;
    heap[b] = one;
  }
}
