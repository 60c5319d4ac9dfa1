/** One promise of the package, and the scenarios that put it to the test: commands of the tool, requests to the service. */
export interface PromiseOfCache {
  readonly number: number
  readonly text: string
  readonly tool?: readonly string[]
  readonly service?: readonly string[]
}

/** What a call never does: hang, lie or lose. Each promise has a scenario that a user could have written. */
export const promisesOfCache: readonly PromiseOfCache[] = [
  { number: 1, text: 'a computation that needs its own entry computes it', tool: ['nested'] },
  { number: 2, text: 'two functions over one path are told, and do not share a flight', tool: ['twoFunctions'] },
  { number: 3, text: 'a result is stored only under what it was computed from', tool: ['changedArguments'] },
  {
    number: 4,
    text: 'a holder of the lock that hangs delays a call for a bounded time',
    tool: ['hangingHolders'],
    service: ['hangs'],
  },
  { number: 5, text: 'an option whose function never answers costs no value', tool: ['hangingFunctions'] },
  { number: 6, text: 'expired memory does not outlive the store', tool: ['expiredMemory'], service: ['expires'] },
  {
    number: 7,
    text: 'an invalidation or a write of another process wins',
    tool: ['races'],
    service: ['supersedes'],
  },
  { number: 8, text: 'what is no regular file is not read', tool: ['irregularFiles'] },
  { number: 9, text: 'a state reaches only entries of its cache', tool: ['foreignState'], service: ['hydrates'] },
  { number: 10, text: 'a trouble does not flood the log', tool: ['logFloods'], service: ['rescues'] },
  {
    number: 11,
    text: 'names, killed threads, crafted texts and foreign stores stop no call',
    tool: ['reservedNames', 'craftedTexts', 'junkStore'],
    service: ['dies', 'terminates'],
  },
  { number: 12, text: 'values of another realm are values', tool: ['otherRealm'] },
  { number: 13, text: 'every key of an object is data', tool: ['keysOfData'] },
  { number: 14, text: 'large values with rich types come back', tool: ['richValues'] },
  { number: 15, text: 'a value that throws is not a failure of the store', tool: ['throwingValues'] },
  { number: 16, text: 'a result that can be read only once is not shared', tool: ['readOnce'] },
  { number: 17, text: 'a signal aborts its own caller', tool: ['signals'], service: ['aborts'] },
  { number: 18, text: 'private state that would be lost is refused', tool: ['privateState'] },
  { number: 19, text: 'spans may be functions, and paths may be URLs', tool: ['spansAndPaths'] },
  { number: 20, text: 'an entry and entries below it are both stored', tool: ['entriesBelow'] },
  { number: 21, text: 'an entry that is too large costs no other entry', tool: ['tooLarge'] },
  { number: 22, text: 'many entries are listed and deleted while calls are served', tool: ['manyEntries'] },
  { number: 23, text: 'nothing is left behind, and a cache prints one line', tool: ['leftovers'], service: ['stops'] },
  { number: 24, text: 'a miss leaves one file, with and without the lock', tool: ['misses'] },
  { number: 25, text: 'an entry is fresh under the clock that wrote it', tool: ['mockedClock'] },
  { number: 26, text: 'spans of any length work', tool: ['longSpans'] },
  { number: 27, text: 'what the store gives must match the schema', tool: ['schemas'] },
  { number: 28, text: 'every logger gets the message and the error', tool: ['loggers'] },
]
