// Whether this tab is the only one of its origin. To ask the browser for a lock takes longer than all else around a fetch, and
// a tab that is alone need not. Two locks tell: one is had by a single tab while it is alone, later by all together; the other
// is a bell, which a tab that arrives takes from whoever has it.
//
//     tab A   |-bell-|-alone---------|-asks for the locks of what runs-|-together----
//     tab B                  |-bell~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~|-together----

/** How long a tab waits for one that was alone and does not answer, in milliseconds. */
const PATIENCE = 5_000

/** Answers whether the tab is alone. `share` asks for the locks of what it has done without. Never rejects. */
export function createSolitude(
  manager: LockManager,
  name: string,
  share: () => Promise<unknown>,
): () => Promise<boolean> {
  let answer: Promise<boolean> | undefined
  let leave = (): void => {}
  let silence = (): void => {}

  const join = (options: LockOptions): Promise<boolean> =>
    new Promise((resolve, reject) => {
      const joined = (granted: unknown) => {
        resolve(granted !== null)
        return (
          granted &&
          new Promise<void>((done) => {
            leave = done
          })
        )
      }
      manager.request(name, options, joined).catch(reject)
    })
  const part = async (): Promise<boolean> => {
    await new Promise((resolve) => setTimeout(resolve)) // for who has just heard that it is alone
    const left = leave
    await share()
    const together = join({ mode: 'shared' }) // before it leaves: in between another would find itself alone
    left()
    return !(await together)
  }
  const arrive = async (): Promise<boolean> => {
    const rung = async () => {
      if (await answer) answer = part().catch(() => false)
    }
    const listening = () =>
      new Promise<void>((done) => {
        silence = done
      })
    manager.request(`${name}bell`, { steal: true }, listening).catch(rung)
    if (await join({ ifAvailable: true })) return true
    const late = new Promise<boolean>((resolve) => setTimeout(resolve, PATIENCE, true))
    return !(await Promise.race([join({ mode: 'shared' }), late]))
  }
  // The browser keeps no page to go back to that holds a lock.
  globalThis.addEventListener?.('pagehide', () => {
    answer = undefined
    leave()
    silence()
  })
  return () => {
    answer ??= arrive().catch(() => false)
    return answer
  }
}
