import type { Answer, Refresh } from './news.ts'
import type { Worker } from './open-worker.ts'
import type { Stage } from './stage.ts'

/** One line of the story: who asked under which circumstances, and what they got. */
export interface Scene {
  readonly name: SceneName
  readonly title: string
  /** One per process that asked. */
  readonly answers: readonly Answer[]
  /** What was computed behind a stale answer. */
  readonly refresh?: Refresh
}

export type SceneName = 'cold' | 'disk' | 'memory' | 'stale' | 'refreshed' | 'crowd' | 'damaged' | 'mended'

const CROWD = 6

/** Plays all scenes on an empty cache, in order. */
export async function playScenes(stage: Stage): Promise<Scene[]> {
  await stage.clear()
  return [
    ...(await cold(stage)),
    ...(await warm(stage)),
    ...(await stale(stage)),
    ...(await crowd(stage)),
    ...(await damaged(stage)),
  ]
}

async function cold(stage: Stage): Promise<Scene[]> {
  const title = 'nothing cached yet'
  stage.announce(title)
  return withWorker(stage, async (worker) => [{ name: 'cold', title, answers: [await worker.ask()] }])
}

async function warm(stage: Stage): Promise<Scene[]> {
  stage.announce('a new process, and again')
  return withWorker(stage, async (worker) => [
    { name: 'disk', title: 'a new process', answers: [await worker.ask()] },
    { name: 'memory', title: 'the same process again', answers: [await worker.ask()] },
  ])
}

async function stale(stage: Stage): Promise<Scene[]> {
  const title = 'two days later'
  stage.announce(title)
  await stage.age(2)
  return withWorker(stage, async (worker) => {
    const answer = await worker.ask()
    if (answer.from !== 'stale')
      throw new Error(`the report should be stale after two days, but came from ${answer.from}`)
    return [
      { name: 'stale', title, answers: [answer], refresh: await worker.refreshed() },
      { name: 'refreshed', title: 'the same process again', answers: [await worker.ask()] },
    ]
  })
}

async function crowd(stage: Stage): Promise<Scene[]> {
  const title = `${CROWD} processes at once`
  stage.announce(title)
  await stage.clear()
  const workers = await Promise.all(Array.from({ length: CROWD }, () => stage.open()))
  const answers = await Promise.all(workers.map((worker) => worker.ask()))
  await Promise.all(workers.map((worker) => worker.close()))
  return [{ name: 'crowd', title, answers }]
}

async function damaged(stage: Stage): Promise<Scene[]> {
  const title = 'eight bytes flipped'
  stage.announce(title)
  await stage.damage()
  const ask = (worker: Worker) => worker.ask()
  return [
    { name: 'damaged', title, answers: [await withWorker(stage, ask)] },
    { name: 'mended', title: 'the next process', answers: [await withWorker(stage, ask)] },
  ]
}

async function withWorker<T>(stage: Stage, play: (worker: Worker) => Promise<T>): Promise<T> {
  const worker = await stage.open()
  try {
    return await play(worker)
  } finally {
    await worker.close()
  }
}
