import type { CacheEvent, ChangeSource } from 'cachetta'
import { formatAge } from './format.ts'

/** An event in the words of the time line. */
export interface EventText {
  /** The event, in one word. */
  readonly type: string
  /** The colour of the line. */
  readonly tone: 'read' | 'flight' | 'write' | 'message' | 'trouble'
  /** What else is known. */
  readonly detail: string
  /** How long it took, in milliseconds. Undefined if it takes no time. */
  readonly elapsed?: number | undefined
}

type Describe<Type extends CacheEvent['type']> = (event: Extract<CacheEvent, { readonly type: Type }>) => EventText

/** A change by others has come as a message. */
const authors: Readonly<Record<ChangeSource, string>> = {
  self: '',
  tab: 'by another tab',
  process: 'by another process',
  machine: 'by another machine',
}

const toneOf = (by: ChangeSource): EventText['tone'] => (by === 'self' ? 'write' : 'message')

/** Events that are missing here have no line: the next event of the same flight says the same, or the list shows it. */
const texts: { readonly [Type in CacheEvent['type']]?: Describe<Type> } = {
  hit: ({ age, source }) => ({ type: 'hit', tone: 'read', detail: `from ${source}, ${formatAge(age)} old` }),
  stale: ({ age, source }) => ({ type: 'stale', tone: 'read', detail: `from ${source}, ${formatAge(age)} old` }),
  miss: () => ({ type: 'miss', tone: 'read', detail: 'neither memory nor the store has it' }),
  started: ({ background, reason }) => ({
    type: 'fetch',
    tone: 'flight',
    detail: `because of ${reason}${background ? ', in the background' : ''}`,
  }),
  joined: ({ reason }) => ({ type: 'joined', tone: 'flight', detail: `the running fetch, because of ${reason}` }),
  adopted: () => ({ type: 'adopted', tone: 'message', detail: 'another tab or process had fetched it' }),
  computed: ({ elapsed }) => ({ type: 'fetched', tone: 'flight', detail: '', elapsed }),
  failed: ({ elapsed, error }) => ({ type: 'failed', tone: 'trouble', detail: String(error), elapsed }),
  dropped: ({ reason }) => ({ type: 'dropped', tone: 'flight', detail: `because of ${reason}` }),
  stored: ({ by }) => ({ type: 'stored', tone: toneOf(by), detail: authors[by] }),
  refused: () => ({ type: 'refused', tone: 'trouble', detail: 'not stored: condition, schema or type' }),
  rescued: ({ error }) => ({ type: 'rescued', tone: 'trouble', detail: `the old value was served: ${String(error)}` }),
  invalidated: ({ by, covers, tags }) => {
    const scopes = { entry: '', path: 'all below this path', tags: `all with the tags ${tags?.join(', ')}` }
    return { type: 'invalidated', tone: toneOf(by), detail: [scopes[covers], authors[by]].filter(Boolean).join(', ') }
  },
  evicted: ({ from }) => ({
    type: 'evicted',
    tone: 'write',
    detail: `from ${from === 'memory' ? 'memory' : 'the store'}`,
  }),
  outbox: ({ attempt, change, error, name }) => ({
    type: 'outbox',
    tone: error === undefined ? 'write' : 'trouble',
    detail: `${name} ${change}, attempt ${attempt}${error === undefined ? '' : `: ${String(error)}`}`,
  }),
  trouble: ({ error, operation = 'check' }) => ({
    type: 'trouble',
    tone: 'trouble',
    detail: `${operation} failed: ${String(error)}`,
  }),
}

/** Returns the text of an event, `undefined` if the time line has no line for it. */
export function describeEvent(event: CacheEvent): EventText | undefined {
  // Each function in the table gets the events of its own type.
  const describe = texts[event.type] as ((event: CacheEvent) => EventText) | undefined
  return describe?.(event)
}
