import { useCachetta } from 'cachetta/react'
import type { CachettaParameters } from 'cachetta/storybook'
import type { TestEntry } from 'cachetta/testing'
import type { ReactNode } from 'react'

/** The parameters of all stories of this group. */
export const parameters: { readonly cachetta: CachettaParameters } = {
  cachetta: { options: { revalidateOnFocus: false, shouldRetryOnError: false, duration: '1h' } },
}

export interface Book {
  readonly title: string
  readonly author: string
  readonly copies: number
}

export const createBook = (id: number): Book => ({
  title: `Volume ${id}`,
  author: id % 3 ? 'George Eliot' : 'Anonymous',
  copies: id % 7,
})
const fetchBook = async ([, id]: readonly [string, number]): Promise<Book> => createBook(id)
const ages = ['4s', '25m', '3h', '9d'] as const
export const createEntries = (count: number): readonly TestEntry[] =>
  Array.from({ length: count }, (_, index) => [['book', index + 1], createBook(index + 1), { age: ages[index % 4] }])

export function BookTitle({ id }: { readonly id: number }): ReactNode {
  const { data, error } = useCachetta<Book>(['book', id], fetchBook)
  return <p>{error ? String(error) : (data?.title ?? 'Loading …')}</p>
}
