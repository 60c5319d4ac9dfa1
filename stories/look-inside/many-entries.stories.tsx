import type { Meta, StoryObj } from '@storybook/react-vite'
import { writeCacheSync } from 'cachetta'
import { useStory } from 'cachetta/storybook'
import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { expect, fireEvent, waitFor } from 'storybook/test'
import { BookTitle, createBook, parameters } from './books.tsx'
import { findPanel, LookInside } from './look-inside.tsx'

const meta: Meta = { title: 'Look inside/10,000 entries', parameters }
export default meta

/** Storybook copies the parameters of a story, which takes minutes for so many entries. */
function ManyBooks(): ReactNode {
  const { cache } = useStory()
  useEffect(() => {
    for (let id = 1; id <= 10_000; id++) writeCacheSync(cache, createBook(id), 'book', id)
  }, [cache])
  return <BookTitle id={1} />
}

export const Story: StoryObj = {
  name: '10,000 entries',
  render: () => (
    <LookInside
      title="10,000 entries"
      lesson="The list renders the rows in view alone. Search and filter find the others."
    >
      <ManyBooks />
    </LookInside>
  ),
  async play() {
    const panel = await findPanel()
    await waitFor(() => expect(panel.getByRole('grid')).toHaveAttribute('aria-rowcount', '10001'))
    fireEvent.change(panel.getByRole('searchbox'), { target: { value: '9999' } })
    await panel.findByText('1 of 10000')
  },
}
