import type { Meta, StoryObj } from '@storybook/react-vite'
import { createOutbox } from 'cachetta/outbox'
import { useStory } from 'cachetta/storybook'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { expect, userEvent } from 'storybook/test'
import { parameters } from './books.tsx'
import { findPanel, LookInside } from './look-inside.tsx'

const meta: Meta = { title: 'Look inside/With a waiting outbox', parameters }
export default meta

function Notes(): ReactNode {
  const { cache } = useStory()
  const [outbox] = useState(() =>
    createOutbox(cache, {
      addNote: {
        send: async (text: string) => {
          if (text.startsWith('Refused')) throw Object.assign(new Error('Notes must be polite'), { status: 422 })
          throw new TypeError('Failed to fetch')
        },
      },
    }),
  )
  useEffect(() => {
    for (const text of ['Refused note', 'Return the books', 'Buy lamp oil']) outbox.addNote(text).catch(() => {})
    return () => void outbox.close()
  }, [outbox])
  return (
    <LookInside
      title="With a waiting outbox"
      lesson="Mutations that the server has not accepted wait in the outbox, and can be tried again or discarded."
      outbox={outbox}
    >
      <p>Three notes were written without a network.</p>
    </LookInside>
  )
}

export const Story: StoryObj = {
  name: 'With a waiting outbox',
  render: () => <Notes />,
  async play() {
    const panel = await findPanel()
    const tab = await panel.findByRole('tab', { name: 'Outbox' })
    await userEvent.click(tab)
    await panel.findByText('refused')
    await expect(panel.getAllByRole('button', { name: 'Discard addNote' })).toHaveLength(3)
  },
}
