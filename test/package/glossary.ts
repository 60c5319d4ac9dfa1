// The names that are gone from the code, and those that replace them.
import { posix } from 'node:path'
import { parseSync } from 'vite'
import type { Source } from './modules.ts'
import { lineAt } from './project.ts'

/** Old names → the name to use. An old name is no word of the sources: no identifier, no word of a comment. */
const replaced = `
Question → EntryRequest
Job → ComputeRequest
Asked → KeyRequest
askedBy → resolveKey
Wanted → HookQuery
wantedBy → resolveQuery
Mutable → MutationTarget
mutateBy → mutate
Wish → PrefetchOptions
Face → CacheHandle
faces → handles
introduce → registerHandle
faceOf faceFor → handleOf
Manner → FlightOptions
anew → force, or: again
SHOWN → HOOK_FRESHNESS
takeOff → startFlight
fly → runFlight
land → endFlight
demand → requestFetch
glance → peek
makeReady → prefetch
spendPreload → a verb and its object
inVain → rethrowOrReport
asOwn → asOwnCall
complaints → guardStore
Mark → Tombstone
Recent → BoundedMap
unremember → deleteFromMemory
isPassing → isTransient
outrun isOutrun → superseded, isSuperseded
landed → settledWrites
bannedTags → invalidatedTags
News → ChangeKind
whenShown → waitForValue
letGo → onLastListenerLeft
rescue answerForStore → serveStaleOnError
Viewing → Observer
lookAtServer → getServerSnapshot
failForWantOfFetcher → failMissingFetcher
departing → collectEntries
attaching → injectState
travelled → sent
arrivedWith → parseState
ofThePast → clampToNow
sift → filterMap
gather → collect
telling → withErrorContext
Sight → LockSnapshot
bury → removeDeadLock
solitude → single-tab
shelf → operations
dress → defineCachedFunction
Wrapping → MethodInfo
addressIn → a verb and its object
`

/** Old names that are ordinary words, or good names for something else: nothing that is exported, and no file, has one. */
const restricted = `
View → EntryObserver
Pages → PagesObserver
Instance → HookState
computation → compute
keep → storeResult
show → showThenStore
hold → retainSlot
release → releaseSlot
held → peekAny
ahead → preload
attempt → guardStore
failed → reportStoreFailure
worked → reportStoreSuccess
told → troubles
failing → failingOperations
forgotten → tombstones
remember → setInMemory
pass → showTransient
settles → tryServe
place → location
recent → maxAge
isShown → forSubscribers
look → getSnapshot
tell → onChange
seen → trackedFields
due → should-fetch
pageDue → should-fetch-page
pagesWanted → pages-query
given → arguments
report → callbacks
signals → shared-listeners
host → browser
receive → hydrateEntry
awaited → readPromise
bare late → renderedWithoutData
home → defaultPath
bound room → eviction
turns → write-queue, or in a page: yield-to-page
work → sync-or-async
now → sync
soon → async
beat → heartbeatMs
primitives → by-arguments
form → clone-codec
text → json-codec
parsed → check-json
`

interface Replacement {
  readonly old: string
  readonly instead: string
}

const replacements = (table: string): Replacement[] =>
  table
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [old = '', instead = ''] = line.split(' → ')
      return old.split(' ').map((name) => ({ old: name, instead }))
    })

const words: readonly Replacement[] = replacements(replaced)
const exportsAndFiles: readonly Replacement[] = [...words, ...replacements(restricted)]

/** Sentences about the old names in a source, each with its file and line. */
export function oldNamesIn(source: Source): string[] {
  return [...oldWords(source), ...oldExports(source), ...oldFile(source)]
}

function oldWords({ file, text }: Source): string[] {
  const found = words.flatMap(({ old, instead }) =>
    Array.from(text.matchAll(new RegExp(`(?<![\\w$])${old}(?![\\w$])`, 'g')), ({ index }) => ({ index, old, instead })),
  )
  const kinds = Array.from(text.matchAll(/'elsewhere'/g), ({ index, 0: old }) => ({
    index,
    old,
    instead: `'external'`,
  }))
  return [...found, ...kinds].map(
    ({ index, old, instead }) => `${file}:${lineAt(text, index)}: ${old} is now ${instead}`,
  )
}

function oldExports({ file, text }: Source): string[] {
  const { module } = parseSync(file, text)
  const names = module.staticExports.flatMap(({ entries }) =>
    entries.map(({ exportName, start }) => ({ start, name: exportName.name })),
  )
  return names.flatMap(({ name, start }) => {
    const replacement = replacements(restricted).find(({ old }) => old === name)
    return replacement ? [`${file}:${lineAt(text, start)}: the export ${name} is now ${replacement.instead}`] : []
  })
}

function oldFile({ file }: Source): string[] {
  const [name = ''] = posix.basename(file).split('.')
  if (name.endsWith('-elsewhere')) return [`${file}:1: the file ${name} is now *.unavailable`]
  const replacement = exportsAndFiles.find(({ old }) => fileNameOf(old) === name)
  return replacement ? [`${file}:1: the file ${name} is now ${replacement.instead}`] : []
}

/** The file of `pageDue` or `PageDue` has the base name `page-due`. */
function fileNameOf(name: string): string {
  return name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase()
}
