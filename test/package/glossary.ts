// The names that left the code, with those that took their place.
import { posix } from 'node:path'
import { parseSync } from 'vite'
import type { Source } from './modules.ts'
import { lineAt } from './project.ts'

/** Each line: the old names, then the new ones. An old name is no word of the sources: no identifier, no word of a comment. */
const replaced = `
Question → EntryRequest
Job → ComputeRequest
Asked askedBy → KeyRequest resolveKey
Wanted wantedBy → HookQuery resolveQuery
Mutable mutateBy → MutationTarget mutate
Wish → PrefetchOptions
Face faces introduce faceOf faceFor → CacheHandle registerHandle handleOf
Manner anew SHOWN → FlightOptions force HOOK_FRESHNESS
takeOff fly land → startFlight runFlight endFlight
demand → requestFetch
glance → peek peekAny
makeReady spendPreload → preload prefetch
inVain asOwn → guardStore rethrowOrReport asOwnCall
complaints → reportStoreFailure reportStoreSuccess
Mark Recent → Tombstone BoundedMap
unremember → deleteFromMemory
isPassing → isTransient
outrun isOutrun → superseded isSuperseded
landed → settledWrites
bannedTags → invalidatedTags
News → ChangeKind
whenShown → waitForValue
letGo → onLastListenerLeft
rescue answerForStore → serveStaleOnError
Viewing → Observer
lookAtServer → getServerSnapshot
failForWantOfFetcher → failMissingFetcher
departing attaching travelled → collectEntries injectState sent
arrivedWith ofThePast → parseState clampToNow
sift gather → filterMap collect
telling → withErrorContext
Sight bury solitude shelf → LockSnapshot removeDeadLock single-tab operations
dress Wrapping → defineCachedFunction MethodInfo
addressIn → resolveKey
`

/** Old names that are ordinary words, or good names for something else: nothing that is exported, and no file, has one. */
const restricted = `
View Pages Instance → EntryObserver PagesObserver HookState
computation → compute
keep show hold release → storeResult showThenStore retainSlot releaseSlot
held ahead attempt → peekAny preload guardStore
failed worked told failing → reportStoreFailure reportStoreSuccess warnedOnce failingOperations
forgotten remember pass settles place → tombstones setInMemory showTransient tryServe location
recent isShown → maxAge forSubscribers
look tell seen → getSnapshot onChange trackedFields
due pageDue given report → should-fetch should-fetch-page arguments callbacks
signals host → shared-listeners browser
receive awaited bare late home → hydrateEntry readPromise renderedWithoutData defaultPath
bound room turns → eviction write-queue
work now soon → sync-or-async
beat → heartbeatMs
primitives form text parsed → by-arguments clone-codec json-codec check-json
pagesWanted → pages-query
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

/** `pageDue` and `PageDue` lie in `page-due.ts`. */
function fileNameOf(name: string): string {
  return name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase()
}
