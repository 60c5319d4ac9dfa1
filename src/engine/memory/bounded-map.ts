/**
 * A Map that keeps the entries set last, up to `maxSize`. A store that keeps failing, or a page that stays open for weeks, must
 * not fill the memory.
 */
export class BoundedMap<Value> extends Map<string, Value> {
  readonly maxSize: number = 1_000
  /** Called with a value that is deleted because the map is full. */
  onEvict?: (value: Value) => void

  /** Sets an entry and makes it the newest. Deletes the oldest entry if the map is over its size. */
  override set(id: string, value: Value): this {
    this.delete(id)
    super.set(id, value)
    if (this.size > this.maxSize) {
      for (const [oldest, evicted] of this) {
        this.delete(oldest)
        this.onEvict?.(evicted)
        break
      }
    }
    return this
  }

  /** Replaces a value that is there. Leaves the order as it is. */
  replace(id: string, value: Value): void {
    if (this.has(id)) super.set(id, value)
  }
}
