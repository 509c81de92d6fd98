/** What a process took and must give back. */

/** Gives back what was taken, last first, also when starting failed half way. */
export class Held {
  readonly #release: (() => unknown)[] = []

  add(release: () => unknown): void {
    this.#release.push(release)
  }

  async releaseAll(): Promise<void> {
    for (const release of this.#release.splice(0).reverse()) await release()
  }
}
