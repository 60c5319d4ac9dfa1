import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Answer, News, Refresh } from './news.ts'

/** A process that asks for the report. */
export interface Worker {
  ask(): Promise<Answer>
  /** Resolves when the refresh behind a stale answer is done. Only for a worker that gave one. */
  refreshed(): Promise<Refresh>
  /** Lets the process end. */
  close(): Promise<void>
}

const program = fileURLToPath(new URL('./worker.js', import.meta.url))

/** Starts a process that is ready to ask; `onNews` hears everything it tells. */
export async function openWorker(project: string, dir: string, onNews: (news: News) => void): Promise<Worker> {
  const child = fork(program, [project, dir], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  child.on('message', onNews)
  await next(child, 'ready')
  const refresh = next(child, 'refreshed')
  refresh.catch(() => {}) // most workers end without one

  return {
    async ask() {
      child.send('ask')
      return (await next(child, 'answer')).answer
    },
    refreshed: async () => (await refresh).refresh,
    async close() {
      if (!child.connected) return
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}

/** The next news of one type. Rejects when the worker fails or ends before. */
function next<T extends News['type']>(child: ChildProcess, type: T): Promise<Extract<News, { type: T }>> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      child.off('message', hear).off('exit', end)
      act()
    }
    const hear = (news: News) => {
      if (isOf(type, news)) settle(() => resolve(news))
      else if (news.type === 'failed') settle(() => reject(new Error(news.reason)))
    }
    const end = (code: number | null) =>
      settle(() => reject(new Error(`the worker ended with ${code} before "${type}"`)))
    child.on('message', hear).on('exit', end)
  })
}

function isOf<T extends News['type']>(type: T, news: News): news is Extract<News, { type: T }> {
  return news.type === type
}
