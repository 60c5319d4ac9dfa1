import { expect, test } from 'vitest'
import { createSite } from '../../support/pages.ts'

const site = createSite('test/react/page-scripts/opened.tsx')

/** Runs in the page before its script: notes what the page opens. */
function noteOpened(): void {
  const opened: string[] = []
  Reflect.set(globalThis, 'opened', opened)
  const note = (target: object, method: string) => {
    const original = Reflect.get(target, method)
    Reflect.set(target, method, function (this: unknown, ...args: unknown[]) {
      opened.push(`${method} ${args[0]}`)
      return original.apply(this, args)
    })
  }
  note(IDBFactory.prototype, 'open')
  if (globalThis.LockManager) note(LockManager.prototype, 'request') // not in `about:blank`, from where the tab starts
  Reflect.set(
    globalThis,
    'BroadcastChannel',
    class extends BroadcastChannel {
      constructor(channel: string) {
        super(channel)
        opened.push(`channel ${channel}`)
      }
    },
  )
}

async function openAndRead(name: string, text: string): Promise<readonly string[]> {
  const { context, open } = await site.openTabs(0)
  await context.addInitScript(noteOpened)
  const page = await open(`/?${encodeURIComponent(name)}`)
  await page.locator(`output:text-is("${text}")`).waitFor()
  return page.evaluate(() => Reflect.get(globalThis, 'opened'))
}

test('a hook without a provider opens the default database', async () => {
  const opened = await openAndRead('no provider', 'data')
  expect(opened).toContain('open cachetta')
  expect(opened).toContain('channel cachetta cachetta ')
})

test.each([
  ['a provider with memoryStore', 'data'],
  ['a provider with storageStore', 'data'],
  ['a provider with options of its parent', 'data'],
  ['a provider without a cache above one with memoryStore', 'data'],
  ['a cached function in the key', 'data'],
  ['no key', 'undefined'],
  ['the options of hooks', 'data'],
])('%s opens no database, channel or lock', async (name, text) => {
  expect(await openAndRead(name, text)).toEqual([])
})
