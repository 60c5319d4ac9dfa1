import { expect, userEvent, waitFor, within } from 'storybook/test'
import type { Row } from './moments.tsx'

type Canvas = ReturnType<typeof within>

/** What a hook has returned so far, the latest last. */
export function rowsOf(canvas: Canvas, label = 'What the hook returned'): readonly Row[] {
  const [head, ...rows] = within(canvas.getByRole('table', { name: label })).getAllByRole('row')
  const columns = textsOf(head)
  return rows.map((row) => {
    const texts = textsOf(row)
    return Object.fromEntries(columns.map((column, index) => [column, texts[index] ?? '']))
  })
}

/** Waits until the latest row is like this. */
export async function untilReturned(canvas: Canvas, row: Row, label?: string): Promise<void> {
  await waitFor(() => expect(rowsOf(canvas, label).at(-1)).toMatchObject(row))
}

/** Waits until the network has been asked for all this, and it went like this: `GET /books/1 answered`. */
export async function untilAsked(canvas: Canvas, ...lines: readonly string[]): Promise<void> {
  await waitFor(() => expect(requestsIn(canvas)).toEqual(lines))
}

export async function answer(canvas: Canvas, title: string): Promise<void> {
  await press(canvas, `Answer ${title}`)
}

export async function fail(canvas: Canvas, title: string): Promise<void> {
  await press(canvas, `Fail ${title}`)
}

export async function press(canvas: Canvas, name: string): Promise<void> {
  await userEvent.click(await canvas.findByRole('button', { name }))
}

function requestsIn(canvas: Canvas): readonly string[] {
  const lines = within(canvas.getByRole('region', { name: 'Network' })).queryAllByRole('listitem')
  return lines
    .map((line) => [...line.querySelectorAll('.title, .outcome')].map(({ textContent }) => textContent).join(' '))
    .filter((text) => text !== '')
}

function textsOf(row: HTMLElement | undefined): readonly string[] {
  return [...(row?.children ?? [])].map(({ textContent }) => textContent ?? '')
}
