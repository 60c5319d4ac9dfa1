import type { Result } from 'cachetta/react'
import type { ReactNode } from 'react'
import { createContext, useContext, useEffect, useId, useState, useSyncExternalStore } from 'react'
import type { Shown, ShownAnswers } from '../shown-answers.ts'
import { createShownAnswers } from '../shown-answers.ts'
import { useNow } from '../use-now.ts'
import { ageInWords } from '../words.ts'

const AnswersContext = createContext(createShownAnswers())

export function AnswersProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [answers] = useState(createShownAnswers)
  return <AnswersContext value={answers}>{children}</AnswersContext>
}

const WORDS: Readonly<Record<NonNullable<Shown['source']>, string>> = {
  server: 'came with the page',
  memory: 'memory',
  store: 'this browser’s disk',
  network: 'network',
  fallback: 'placeholder',
}

interface OriginProps {
  /** What the answer is to. */
  readonly what: string
  readonly of: Pick<Result, 'isStale' | 'isValidating' | 'source' | 'updatedAt'>
  /** Told in the panel alone. */
  readonly quiet?: boolean
}

/** Says beside an answer where it came from and how old it is, and tells the panel. */
export function Origin({
  what,
  of: { isStale, isValidating, source, updatedAt },
  quiet = false,
}: OriginProps): ReactNode {
  const now = useNow()
  const answers = useContext(AnswersContext)
  const id = useId()
  useEffect(
    () => answers.put(id, { what, isStale, isValidating, source, updatedAt }),
    [answers, id, what, isStale, isValidating, source, updatedAt],
  )
  useEffect(() => () => answers.remove(id), [answers, id])
  if (quiet) return null
  // The server knows no browser's disk, and no hour that will be right when its page is read.
  return <Chip source={now === null ? 'server' : source} updatedAt={updatedAt} now={now} />
}

interface ChipProps extends Pick<Shown, 'source' | 'updatedAt'> {
  readonly now: number | null
}

function Chip({ source, updatedAt, now }: ChipProps): ReactNode {
  if (source === undefined) return <span className="chip">asking …</span>
  return (
    <span className={`chip from-${source}`} data-source={source}>
      {WORDS[source]}
      {now !== null && updatedAt !== undefined && `, ${ageInWords(now - updatedAt)}`}
    </span>
  )
}

/** Every answer on the page, where it came from, and its age. */
export function AnswersPanel(): ReactNode {
  const answers = useContext(AnswersContext)
  const shown = useSyncExternalStore(answers.subscribe, answers.list, none)
  const now = useNow()
  return (
    <section className="panel" aria-label="Where the answers came from">
      <h2>Where the answers came from</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">answer</th>
            <th scope="col">from</th>
            <th scope="col">age</th>
          </tr>
        </thead>
        <tbody>{now !== null && shown.map((each) => <AnswerRow key={each.id} shown={each} now={now} />)}</tbody>
      </table>
    </section>
  )
}

function AnswerRow({ shown, now }: { readonly shown: Shown; readonly now: number }): ReactNode {
  const { what, source, updatedAt, isStale, isValidating } = shown
  return (
    <tr>
      <th scope="row">{what}</th>
      <td>
        <span className={`dot from-${source ?? 'none'}`} /> {source === undefined ? '–' : WORDS[source]}
      </td>
      <td>
        {updatedAt === undefined ? '–' : ageInWords(now - updatedAt)}
        {isValidating ? ' ↻' : isStale ? ' (stale)' : ''}
      </td>
    </tr>
  )
}

const NONE: ReturnType<ShownAnswers['list']> = []
const none = () => NONE
