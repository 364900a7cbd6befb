/** Disjoint sets over 0 … size−1; the root of a set is its smallest member, so results never depend on luck. */
export class UnionFind {
  private readonly parent: number[];

  constructor(size: number) {
    this.parent = Array.from({ length: size }, (_, index) => index);
  }

  find(index: number): number {
    let root = index;
    for (let next = this.parentOf(root); next !== root; next = this.parentOf(root)) root = next;
    this.parent[index] = root;
    return root;
  }

  union(a: number, b: number): number {
    const [first, second] = [this.find(a), this.find(b)];
    const root = Math.min(first, second);
    this.parent[Math.max(first, second)] = root;
    return root;
  }

  private parentOf(index: number): number {
    return this.parent[index] ?? index;
  }
}
