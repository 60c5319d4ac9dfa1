import { hasLongTexts } from '#environment'
import { InvalidKeyError } from '../errors.ts'

/** The way from an object to one of its members: an index, a property, or a phrase, for example `.get("a")`. */
export type Step = number | string | { readonly phrase: string }

/** The words for a value in an error message: its name and what to do. Without a name, it is an argument with a number. */
export interface Subject {
  readonly name?: string
  /** Empty in a production page. */
  readonly advice: string
}

/** The state of one walk over an argument list. It finds cycles, holds the limits and knows the place for errors. */
export interface Walk {
  /** The argument list, and each object on the way down to the current one. */
  readonly ancestors: unknown[]
  /** The step from each ancestor to the next. */
  readonly steps: Step[]
  /** The budget: how many more members may be written. */
  membersLeft: number
  /** The error that ends the walk. Any other error is from the code of a value, for example of its `toJSON`. */
  refusal?: InvalidKeyError
  readonly subject: Subject
}

const MAX_DEPTH = 256
const MAX_MEMBERS = 5_000_000
const MAX_STEPS_IN_MESSAGE = 12

const ARGUMENTS: Subject = {
  advice: hasLongTexts ? '; pass its id, or use the key option of the cache: key: (user) => user.id' : '',
}

export function createWalk(args: readonly unknown[], subject: Subject = ARGUMENTS): Walk {
  return { ancestors: [args], steps: [], membersLeft: MAX_MEMBERS, subject }
}

/**
 * Takes members off the budget, and checks the depth. Shared objects are written at each place, so the text of a small graph
 * can grow exponentially. Such a graph is an error, not a program that hangs.
 */
export function spendBudget(members: number, walk: Walk): void {
  walk.membersLeft -= members
  if (walk.membersLeft < 0) {
    refuseArgument(`it has more than ${MAX_MEMBERS} members`, walk)
  }
  if (walk.steps.length > MAX_DEPTH) refuseArgument(`it is nested deeper than ${MAX_DEPTH} levels`, walk)
}

/** Throws for the argument as a whole, at whichever place in it the walk is. */
function refuseArgument(reason: string, walk: Walk): never {
  walk.steps.length = 1
  refuseValue(reason, walk)
}

/** Throws for the value at the current place. */
export function refuseValue(reason: string, walk: Walk, details?: { readonly cause: unknown }): never {
  const { steps, subject } = walk
  const [first, ...inner] = steps
  const name = subject.name ?? `argument ${Number(first) + 1}`
  const place = inner.slice(0, MAX_STEPS_IN_MESSAGE).map(stepText).join('')
  const rest = inner.length > MAX_STEPS_IN_MESSAGE ? '…' : ''
  const message = `${name}${place && `, at ${place}`}${rest}: ${reason}${subject.advice}`
  walk.refusal = new InvalidKeyError(message, details)
  throw walk.refusal
}

function stepText(step: Step): string {
  if (typeof step === 'object') return step.phrase
  return typeof step === 'string' && /^[a-z_$][\w$]*$/i.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`
}
