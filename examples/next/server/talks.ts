import { readFile, writeFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { Cachetta } from 'cachetta'

export interface Talk {
  readonly id: string
  readonly title: string
  readonly speaker: string
  readonly votes: number
}

const schedule = [
  { id: '1', title: 'Files are a fine database', speaker: 'Ada' },
  { id: '2', title: 'What a hook should not do', speaker: 'Grace' },
  { id: '3', title: 'Two tabs and one request', speaker: 'Edsger' },
]
const votesFile = 'votes.json'

/** All visitors share this cache. Its entries are files, so the cache is warm after a restart. */
export const cache = new Cachetta({ path: './.cachetta/talks.json', duration: '1h' })

export async function listTalks(): Promise<Talk[]> {
  const votes = await readVotes()
  return schedule.map((talk) => ({ ...talk, votes: votes[talk.id] ?? 0 }))
}

export async function readTalk(id: string): Promise<Talk | null> {
  const talks = await listTalks()
  return talks.find((talk) => talk.id === id) ?? null
}

/** Slow on purpose, to show that the page does not wait for it. */
export async function listQuestions(id: string): Promise<string[]> {
  await pause(2_000)
  return [`Does talk ${id} need an extra room?`, 'Will there be slides?']
}

export async function addVote(id: string): Promise<Talk | null> {
  const votes = await readVotes()
  await writeFile(votesFile, JSON.stringify({ ...votes, [id]: (votes[id] ?? 0) + 1 }))
  await cache.invalidate('talks')
  await cache.invalidate('talk', id)
  return readTalk(id)
}

async function readVotes(): Promise<Record<string, number>> {
  return JSON.parse(await readFile(votesFile, 'utf8').catch(() => '{}'))
}
