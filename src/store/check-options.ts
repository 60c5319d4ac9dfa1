import { describeValue, InvalidOptionError } from '../errors.ts'

/** For each option, a function that returns what the option accepts if it does not accept a value. */
export type AcceptedOptions<Options> = {
  readonly [Option in keyof Options]-?: (value: unknown) => string | undefined
}

/** Throws `InvalidOptionError` for an unknown option of the function `owner`, and for a value that an option does not accept. */
export function checkOptions<Options extends object>(
  owner: string,
  options: Options,
  accepted: AcceptedOptions<Options>,
): void {
  for (const [option, value] of Object.entries(options)) {
    if (!Object.hasOwn(accepted, option)) {
      const names = Object.keys(accepted).join(', ')
      throw new InvalidOptionError(
        `${option}: no option of ${owner} has this name; ${names.includes(',') ? 'the options are' : 'its option is'} ${names}`,
      )
    }
    const expected = value === undefined ? undefined : accepted[option as keyof Options](value)
    if (expected) throw new InvalidOptionError(`${option}: ${describeValue(value)} was given; accepted is ${expected}`)
  }
}

/** Throws `InvalidOptionError` if the first argument of the function `owner` lacks one of the methods. */
export function checkMethods(owner: string, value: object, methods: readonly string[], accepted: string): void {
  const missing = methods.filter((method) => typeof Reflect.get(Object(value), method) !== 'function')
  if (missing.length === 0) return
  throw new InvalidOptionError(
    `${owner}: ${describeValue(value)} was given, without ${missing.join(', ')}; accepted is ${accepted}`,
  )
}
