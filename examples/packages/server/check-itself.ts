import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Happening, PackageList } from '../answers.ts'
import { packagePath } from '../app/routes.ts'
import type { Activity } from './activity.ts'
import type { Place, Running } from './serve.ts'
import { start } from './serve.ts'

type Say = (line: string) => void

/**
 * Starts with an empty cache, asks for pages as a browser would, starts again, and tells what it saw. Rejects where anything is
 * otherwise than it should be. Leaves nothing behind.
 */
export async function checkItself(place: Place, say: Say): Promise<void> {
  const dir = await mkdtemp(join(place.dir, 'check-'))
  try {
    const id = await inARun({ ...place, dir }, say, async (running) => {
      const id = await checkList(running, say)
      await checkPackage(running, say, { id, expected: 'computed' })
      await checkPackage(running, say, { id, expected: 'disk' })
      return id
    })
    await inARun({ ...place, dir }, say, (running) => checkPackage(running, say, { id, expected: 'disk' }))
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
  say('It works. With a terminal, or with --stay, it stays for a browser to look at.')
}

async function inARun<Found>(place: Place, say: Say, check: (running: Running) => Promise<Found>): Promise<Found> {
  const running = await start(place)
  say(`${running.url}  ready in ${Math.round(running.readyIn)} ms`)
  try {
    return await check(running)
  } finally {
    await running.stop()
  }
}

/** Answers the package in the middle of the first page. */
async function checkList({ url }: Running, say: Say): Promise<string> {
  const { rows } = (await (await fetch(`${url}/api/packages`)).json()) as PackageList // our own answer
  const [row] = rows.slice(Math.floor(rows.length / 2))
  if (row === undefined) throw new Error('There is no package to show.')
  const { html, ms } = await fetchPage(url)
  check(html.includes(row.name), 'the list is in its HTML')
  say(`  the list          ${ms} ms, ${html.length} characters of HTML with the data in it`)
  return row.id
}

interface Visit {
  readonly id: string
  readonly expected: Happening['kind']
}

async function checkPackage({ url, activity }: Running, say: Say, { id, expected }: Visit): Promise<void> {
  const next = nextIn(activity)
  const { html, ms } = await fetchPage(`${url}${packagePath(id)}`)
  check(html.includes('What it is made of'), `${id} is in its HTML`)
  const { kind } = await next
  check(kind === expected, `${id} is answered from ${expected}, not ${kind}`)
  say(`  ${id}  ${ms} ms, ${expected === 'disk' ? 'from disk' : 'computed'}`)
}

/** What happens next on the server; a page may be there before it is told of. */
function nextIn(activity: Activity): Promise<Happening> {
  return new Promise((resolve) => {
    const stop = activity.listen((happening) => {
      stop()
      resolve(happening)
    })
  })
}

async function fetchPage(url: string): Promise<{ readonly html: string; readonly ms: number }> {
  const begun = performance.now()
  const response = await fetch(url)
  const html = await response.text()
  check(response.ok, `${url} answers 200, not ${response.status}`)
  return { html, ms: Math.round(performance.now() - begun) }
}

function check(isTrue: boolean, sentence: string): void {
  if (!isTrue) throw new Error(`It is not so that ${sentence}.`)
}
