import type { Meta, StoryObj } from '@storybook/react-vite'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { userEvent } from 'storybook/test'
import type { Book } from './books.tsx'
import { createBook, createEntries, parameters } from './books.tsx'
import { findPanel, LookInside } from './look-inside.tsx'

const meta: Meta = { title: 'Look inside/With an error', parameters }
export default meta

const NO_ANSWER = 'The library does not answer'

function FailingBook(): ReactNode {
  const { error } = useCachetta<Book>(['book', 'lost'], async () => {
    throw new Error(NO_ANSWER)
  })
  return <p>{error ? String(error) : 'Loading …'}</p>
}

export const Story: StoryObj = {
  name: 'With an error',
  parameters: { cachetta: { entries: [...createEntries(3), [['book', 'lost'], createBook(4), { age: '2h' }]] } },
  render: () => (
    <LookInside title="With an error" lesson="The list says which entry failed, and the entry says why.">
      <FailingBook />
    </LookInside>
  ),
  async play() {
    const panel = await findPanel()
    const grid = await panel.findByRole('grid')
    await panel.findAllByText('error')
    grid.focus()
    await userEvent.keyboard('{Home}')
    await panel.findAllByText(`Error: ${NO_ANSWER}`)
  },
}
