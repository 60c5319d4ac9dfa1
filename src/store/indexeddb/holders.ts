/** Who has the right to compute an entry in this tab. */
export interface Holder {
  readonly finish: () => void
  readonly finished: Promise<void>
  /** Settles when nobody else, in another tab either, is kept from it by this one. */
  released: Promise<unknown>
}

export interface Holders {
  get(name: string): Holder | undefined
  /** Without `released` no other tab knows of it. */
  hold(name: string, released?: Promise<unknown>): Holder
  /** Ends what `holder`, or whoever has it, holds; resolves when it is released. */
  finish(name: string, holder?: Holder): Promise<void>
  /** Has the browser hold every right for as long as it is held here; resolves when it does. */
  share(request: (name: string, held: () => Promise<void>) => Promise<unknown>): Promise<unknown>
}

export function createHolders(): Holders {
  const holders = new Map<string, Holder>()
  return {
    get: (name) => holders.get(name),
    hold(name, released) {
      let finish = (): void => {}
      const finished = new Promise<void>((resolve) => {
        finish = resolve
      })
      const holder = { finish, finished, released: released ?? finished }
      holders.set(name, holder)
      return holder
    },
    async finish(name, holder = holders.get(name)) {
      if (holder === undefined || holders.get(name) !== holder) return
      holders.delete(name)
      holder.finish()
      await holder.released
    },
    share(request) {
      const sharing = ([name, holder]: readonly [string, Holder]) =>
        new Promise<void>((shared) => {
          holder.released = request(name, () => {
            shared()
            return holder.finished
          })
        })
      return Promise.all([...holders].map(sharing))
    },
  }
}
