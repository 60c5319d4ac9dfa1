import { base64 } from './base64.ts'
import type { LeafKind } from './kind.ts'
import type { Binary, BinaryKind } from './kind-binary.ts'
import { binaryKinds, bytesOf } from './kind-binary.ts'
import { date, regExp } from './kind-leaf.ts'

export type LeafParts = Readonly<Record<string, unknown>>

/** How an object without parts stands in a text. */
export interface LeafText {
  readonly kind: LeafKind
  /** `undefined` where superjson writes it as it is. */
  write(value: object): LeafParts | undefined
  read(parts: LeafParts): object
}

/** For what superjson loses, or does not know. */
export const leafTexts: readonly LeafText[] = [
  {
    kind: date,
    write: (value: Date) => (Number.isNaN(value.getTime()) ? { time: 'invalid' } : undefined),
    read: () => new Date(Number.NaN),
  },
  {
    kind: regExp,
    write: ({ source, flags, lastIndex }: RegExp) => (lastIndex === 0 ? undefined : { source, flags, lastIndex }),
    read: ({ source, flags, lastIndex }) => {
      const made = new RegExp(String(source), String(flags))
      made.lastIndex = Number(lastIndex)
      return made
    },
  },
  ...binaryKinds.map(binaryText),
]

function binaryText(kind: BinaryKind): LeafText {
  return {
    kind,
    write: (value: Binary) => ({ base64: base64.write(bytesOf(value)) }),
    read: (parts) => kind.show(base64.read(String(parts['base64']))),
  }
}
