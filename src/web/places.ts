/** How much may go on at once, of all and of each: whoever finds no place is told so, nobody waits in a line. */
export class Places {
  private readonly held = new Map<string, number>();
  private readonly most: number;
  private readonly mostEach: number;
  private all = 0;

  constructor(most: number, mostEach: number) {
    this.most = most;
    this.mostEach = mostEach;
  }

  take(whose: string): boolean {
    const own = this.held.get(whose) ?? 0;
    if (this.all >= this.most || own >= this.mostEach) return false;
    this.all++;
    this.held.set(whose, own + 1);
    return true;
  }

  give(whose: string): void {
    const own = (this.held.get(whose) ?? 1) - 1;
    this.all--;
    if (own === 0) this.held.delete(whose);
    else this.held.set(whose, own);
  }
}
