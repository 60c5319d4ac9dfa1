/**
 * Adds fields that read those of another object. The other object notes what a component reads, so they must not be copied: the
 * component would render again at each change of any field.
 */
export function addFields<Target extends object, Name extends string, Source extends Readonly<Record<Name, unknown>>>(
  target: Target,
  source: Source,
  names: readonly Name[],
): Target & Pick<Source, Name> {
  for (const name of names) Object.defineProperty(target, name, { enumerable: true, get: () => source[name] })
  return target as Target & Pick<Source, Name> // each name was just defined
}
