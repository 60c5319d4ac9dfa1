import { InvalidKeyError } from '../errors.ts'

/** How a member is reached from its holder: an index, a property, or a phrase such as `.get("a")`. */
export type Step = number | string | { readonly phrase: string }

/** What an error calls the value that was asked for, and what it advises. */
export interface Subject {
  readonly name: string
  readonly advice: string
}

/** An object on the way from the argument list to where the walk is: for cycles, depth and error messages. */
export interface Place {
  readonly holder: object
  readonly step: Step
  readonly parent: Place | undefined
  readonly depth: number
  readonly walk: Walk
}

interface Walk {
  /** Members that may still be written: shared references are written out, so a small graph can be a huge text. */
  left: number
  /** Absent: the holder at the root is an argument list. */
  readonly subject: Subject | undefined
}

const MAX_DEPTH = 256
const MAX_MEMBERS = 5_000_000
const MAX_SHOWN_STEPS = 12

const ADVICE = 'name the entry with the key option, e.g. key: (user) => user.id'

export function rootOf(holder: object, subject?: Subject): Place {
  return { holder, step: 0, parent: undefined, depth: 0, walk: { left: MAX_MEMBERS, subject } }
}

export function enter(holder: object, step: Step, parent: Place): Place {
  if (parent.depth === MAX_DEPTH) return refuse(`it nests deeper than ${MAX_DEPTH} levels`, outermost(parent))
  const place = { holder, step, parent, depth: parent.depth + 1, walk: parent.walk }
  spend(1, place)
  return place
}

/** Counts work, so that a graph whose text grows exponentially is an error and not a hang. */
export function spend(members: number, place: Place): void {
  place.walk.left -= members
  if (place.walk.left < 0)
    refuse(`it holds more than ${MAX_MEMBERS} members, shared ones counted each time`, outermost(place))
}

/** Refuses the thing at `place`. */
export function refuse(reason: string, place: Place, cause?: unknown): never {
  const { subject } = place.walk
  const message = `${whereIs(place)}: ${reason}; ${subject?.advice ?? ADVICE}`
  throw new InvalidKeyError(message, cause === undefined ? undefined : { cause })
}

/** Refuses a member of `holder` that is not entered, for it has no members itself. */
export function refuseMember(reason: string, step: Step, holder: Place): never {
  return refuse(reason, { holder, step, parent: holder, depth: holder.depth + 1, walk: holder.walk })
}

function whereIs(place: Place): string {
  const steps: Step[] = []
  let top: Place = place
  for (; top.parent !== undefined && top.depth > 1; top = top.parent) steps.unshift(top.step)

  const name = top.walk.subject?.name ?? `argument ${Number(top.step) + 1}`
  if (steps.length === 0) return name
  const shown = steps.slice(0, MAX_SHOWN_STEPS).map(stepText).join('')
  return `${name}, at ${shown}${steps.length > MAX_SHOWN_STEPS ? '…' : ''}`
}

export function stepText(step: Step): string {
  if (typeof step === 'object') return step.phrase
  if (typeof step === 'number') return `[${step}]`
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`
}

function outermost(place: Place): Place {
  let top = place
  while (top.parent !== undefined && top.depth > 1) top = top.parent
  return top
}
