import { InvalidKeyError } from '../errors.ts'

/** How a member is reached from its holder: an index, a property, or a phrase such as `.get("a")`. */
export type Step = number | string | { readonly phrase: string }

/** What an error calls the value that was asked for (by default an argument, by its number), and what it advises. */
export interface Subject {
  readonly name?: string
  readonly advice: string
}

/** One walk over an argument list, and where it is: for cycles, limits and errors. */
export interface Walk {
  /** The argument list, and from there every object down to the one that is being written. */
  readonly holders: unknown[]
  /** How each of them is left for the next. */
  readonly steps: Step[]
  /** Members that may still be written: shared references are written out, so a small graph can be a huge text. */
  left: number
  readonly subject: Subject
}

const MAX_DEPTH = 256
const MAX_MEMBERS = 5_000_000
const MAX_SHOWN_STEPS = 12

const ARGUMENTS: Subject = {
  advice: 'use what identifies it, such as an id, or the key option of a cache: key: (user) => user.id',
}

export function walkOver(args: readonly unknown[], subject: Subject = ARGUMENTS): Walk {
  return { holders: [args], steps: [], left: MAX_MEMBERS, subject }
}

/** Counts work, so that a graph whose text grows exponentially is an error and not a hang. */
export function spend(members: number, walk: Walk): void {
  walk.left -= members
  if (walk.left < 0) refuseAll(`holds more than ${MAX_MEMBERS} members, shared ones counted each time`, walk)
  if (walk.steps.length > MAX_DEPTH) refuseAll(`nests deeper than ${MAX_DEPTH} levels`, walk)
}

/** Refuses the argument as a whole, wherever in it the walk is. */
function refuseAll(excess: string, walk: Walk): never {
  walk.steps.length = 1
  refuse(`it ${excess}`, walk)
}

/** Refuses what the walk stands at. */
export function refuse(reason: string, { steps, subject }: Walk, details?: { readonly cause: unknown }): never {
  const [first, ...inner] = steps
  const name = subject.name ?? `argument ${Number(first) + 1}`
  const place = inner.slice(0, MAX_SHOWN_STEPS).map(stepText).join('')
  const rest = inner.length > MAX_SHOWN_STEPS ? '…' : ''
  throw new InvalidKeyError(`${name}${place && `, at ${place}`}${rest}: ${reason}; ${subject.advice}`, details)
}

function stepText(step: Step): string {
  if (typeof step === 'object') return step.phrase
  return typeof step === 'string' && /^[a-z_$][\w$]*$/i.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`
}
