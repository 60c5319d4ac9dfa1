/** A Map of what was put last, up to so many: what a failing disk or a long life leaves behind must not fill the memory. */
export class Recent<Value> extends Map<string, Value> {
  readonly most: number = 1_000

  put(id: string, value: Value): void {
    this.delete(id)
    this.set(id, value)
    const [oldest] = this.size > this.most ? this.keys() : []
    if (oldest !== undefined) this.delete(oldest)
  }

  /** Replaces only what is held, and leaves the order as it is. */
  replace(id: string, value: Value): void {
    if (this.has(id)) this.set(id, value)
  }
}
