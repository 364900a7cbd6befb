/** The highest of many, at the cost of a logarithm: a heap from which what is gone is dropped when it is met. */
export class Highest<Item> {
  private readonly heap: { readonly item: Item; readonly rank: number }[] = [];

  add(item: Item, rank: number): void {
    const { heap } = this;
    let at = heap.length;
    heap.push({ item, rank });
    for (let up = (at - 1) >> 1; at > 0 && this.rankAt(up) < rank; up = (at - 1) >> 1) {
      this.swap(at, up);
      at = up;
    }
  }

  /** The highest that passes. Those that are gone are dropped for good; few should be there and not pass. */
  find(isGone: (item: Item) => boolean, passes: (item: Item) => boolean): Item | null {
    const skipped: { readonly item: Item; readonly rank: number }[] = [];
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
    for (const { item, rank } of skipped) this.add(item, rank);
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
