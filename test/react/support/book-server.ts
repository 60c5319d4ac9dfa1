import type { Deferred } from '../../support/deferred.ts'
import { createDeferred } from '../../support/deferred.ts'

/** A page of a book, as the server sent it. */
export interface BookPage {
  readonly at: number
  /** How often the server had changed it. */
  readonly revision: number
  /** What the application wrote into it. */
  readonly note?: number
  readonly before: number | null
  readonly after: number | null
}

export const FIRST_PAGE = -2
export const LAST_PAGE = 4

export const isPage = (at: number): boolean => at >= FIRST_PAGE && at <= LAST_PAGE

/** A server whose requests the test answers. It answers with what it has at that moment. */
export class BookServer {
  readonly #revisions = new Map<number, number>()
  readonly #waiting: (Deferred<BookPage> & { readonly at: number; readonly signal?: AbortSignal })[] = []
  /** The pages that were asked for. */
  readonly requested: number[] = []

  readonly fetcher = ([, at]: readonly [string, number]): Promise<BookPage> => {
    const request = { ...createDeferred<BookPage>(), at }
    this.requested.push(at)
    this.#waiting.push(request)
    return request.promise
  }

  get isIdle(): boolean {
    return this.#waiting.length === 0
  }

  page(at: number): BookPage {
    return {
      at,
      revision: this.#revisions.get(at) ?? 0,
      before: isPage(at - 1) ? at - 1 : null,
      after: isPage(at + 1) ? at + 1 : null,
    }
  }

  change(at: number): void {
    this.#revisions.set(at, (this.#revisions.get(at) ?? 0) + 1)
  }

  /** Answers one of the requests that wait. */
  answer(index: number): void {
    const [request] = this.#waiting.splice(index % Math.max(this.#waiting.length, 1), 1)
    request?.resolve(this.page(request.at))
  }

  fail(index: number): void {
    const [request] = this.#waiting.splice(index % Math.max(this.#waiting.length, 1), 1)
    request?.reject(new Error('down'))
  }
}
