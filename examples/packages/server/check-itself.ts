import type { Place } from './serve.ts'
import { start } from './serve.ts'

/** Starts, asks for pages as a browser would, starts again, and tells what it saw. Rejects where anything is missing. */
export async function checkItself(place: Place, say: (line: string) => void): Promise<void> {
  const first = await start(place)
  say(`${first.url}, ready in ${Math.round(first.readyIn)} ms`)
  const list = await fetchPage(first.url)
  say(`  the list: ${list.bytes} bytes of HTML in ${list.ms} ms`)
  await first.stop()
}

async function fetchPage(url: string): Promise<{ html: string; bytes: number; ms: number }> {
  const begun = performance.now()
  const response = await fetch(url)
  const html = await response.text()
  if (!response.ok) throw new Error(`${url} answered ${response.status}`)
  return { html, bytes: html.length, ms: Math.round(performance.now() - begun) }
}
