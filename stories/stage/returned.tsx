import type { Result } from 'cachetta/react'
import type { ReactNode } from 'react'
import { ageText, useNow } from './age.ts'
import { Moments, NONE, reasonOf, yesOrNo } from './moments.tsx'

interface ReturnedProps {
  readonly fields: Fields
  /** The data, or what of it changes, in a few words. */
  readonly data: string | undefined
  readonly label?: string
}

type Fields = Pick<Result, 'error' | 'isLoading' | 'isStale' | 'isValidating' | 'source' | 'updatedAt'>

/** Reads the fields, so that the component renders again when one of them changes. */
export function fieldsOf({ error, isLoading, isStale, isValidating, source, updatedAt }: Fields): Fields {
  return { error, isLoading, isStale, isValidating, source, updatedAt }
}

/** What a hook has returned so far, the latest last. */
export function Returned({ data = NONE, fields, label = 'What the hook returned' }: ReturnedProps): ReactNode {
  const now = useNow()
  const { error, isLoading, isStale, isValidating, source = NONE, updatedAt } = fields
  const row = {
    data,
    source,
    age: updatedAt === undefined ? NONE : ageText(updatedAt, now),
    isStale: yesOrNo(isStale),
    isLoading: yesOrNo(isLoading),
    isValidating: yesOrNo(isValidating),
    error: reasonOf(error),
  }
  return <Moments label={label} row={row} />
}
