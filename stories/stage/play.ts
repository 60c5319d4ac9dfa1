import { expect, userEvent, waitFor, within } from 'storybook/test'
import type { Row } from './history-table.tsx'

type Canvas = ReturnType<typeof within>

/** Reads the results of a hook so far. The last row is the current one. */
export function readRows(canvas: Canvas, label = 'Results of the hook'): readonly Row[] {
  const [head, ...rows] = within(canvas.getByRole('table', { name: label })).getAllByRole('row')
  const columns = readCells(head)
  return rows.map((row) => {
    const texts = readCells(row)
    return Object.fromEntries(columns.map((column, index) => [column, texts[index] ?? '']))
  })
}

/** Waits until the current result has these fields. */
export async function waitForResult(canvas: Canvas, row: Row, label?: string): Promise<void> {
  await waitFor(() => expect(readRows(canvas, label).at(-1)).toMatchObject(row))
}

/** Waits until the network panel lists exactly these requests and outcomes, for example `GET /books/1 answered`. */
export async function waitForRequests(canvas: Canvas, ...lines: readonly string[]): Promise<void> {
  await waitFor(() => expect(readRequests(canvas)).toEqual(lines))
}

export async function answerRequest(canvas: Canvas, title: string): Promise<void> {
  await clickButton(canvas, `Answer ${title}`)
}

export async function failRequest(canvas: Canvas, title: string): Promise<void> {
  await clickButton(canvas, `Fail ${title}`)
}

export async function clickButton(canvas: Canvas, name: string): Promise<void> {
  await userEvent.click(await canvas.findByRole('button', { name }))
}

function readRequests(canvas: Canvas): readonly string[] {
  const lines = within(canvas.getByRole('region', { name: 'Network' })).queryAllByRole('listitem')
  return lines
    .map((line) => [...line.querySelectorAll('.title, .outcome')].map(({ textContent }) => textContent).join(' '))
    .filter((text) => text !== '')
}

function readCells(row: HTMLElement | undefined): readonly string[] {
  return [...(row?.children ?? [])].map(({ textContent }) => textContent ?? '')
}
