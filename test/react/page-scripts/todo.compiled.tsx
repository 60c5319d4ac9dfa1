// A small application for the React Compiler, which memoizes the values that do not change between renders.
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useCachetta, useCachettaMutation } from '../../../src/react.ts'
import { fetchJson } from '../../support/fetch-json.ts'

interface Todo {
  readonly title: string
  readonly done: boolean
}

export function Todos(): ReactNode {
  const [list, setList] = useState('home')
  const { data, isValidating, mutate } = useCachetta(['todos', list], ([, name]) => fetchJson<Todo[]>(`/${name}`), {
    keepPreviousData: true,
    select: (todos) => todos.filter(({ done }) => !done),
  })
  const { trigger } = useCachettaMutation(['todos', list], async (_key, { arg }: { arg: string }) => [
    { title: arg, done: false },
  ])
  const titles = data?.map(({ title }) => title) ?? []
  return (
    <main aria-busy={isValidating}>
      <button type="button" onClick={() => setList(list === 'home' ? 'work' : 'home')}>
        other list
      </button>
      <button type="button" onClick={() => void mutate([{ title: 'changed', done: false }], { revalidate: false })}>
        change
      </button>
      <button type="button" onClick={() => void trigger('sent')}>
        send
      </button>
      <Titles titles={titles} />
    </main>
  )
}

function Titles({ titles }: { readonly titles: readonly string[] }): ReactNode {
  return <output>{titles.length > 0 ? titles.join(', ') : 'nothing'}</output>
}
