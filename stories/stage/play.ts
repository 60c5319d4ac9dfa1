import type { BoundFunctions, queries } from '@testing-library/dom'
import { expect, userEvent, waitFor, within } from 'storybook/test'
import { isTest } from './play-button.ts'

/** The queries of Testing Library, for the element that shows the story. */
export type Canvas = BoundFunctions<typeof queries>

/** A visitor has to see each step. */
const PAUSE_MS = 1_200

/** Waits until the result of a hook has these fields. */
export async function expectResult(
  canvas: Canvas,
  fields: Readonly<Record<string, string>>,
  label = 'Result of the hook',
): Promise<void> {
  await waitFor(() => expect(readFields(canvas, label)).toMatchObject(fields))
}

/** Waits until the time line has exactly these lines of the network, for example `GET /books/1 answered`. */
export async function expectNetwork(canvas: Canvas, ...lines: readonly string[]): Promise<void> {
  await waitFor(() => expect(readTimeline(canvas, 'network').filter((line) => /^[A-Z]+ /.test(line))).toEqual(lines))
}

/** Waits until a lane of the time line has a line that contains this text. */
export async function expectLine(canvas: Canvas, lane: string, text: string): Promise<void> {
  await waitFor(() => expect(readTimeline(canvas, lane).join('\n')).toContain(text))
}

/** Returns the lines of a lane of the time line. */
export function readTimeline(canvas: Canvas, lane: string): readonly string[] {
  const lines = within(canvas.getByRole('region', { name: 'Time line' })).queryAllByRole('listitem')
  return lines.filter((line) => line.dataset['lane'] === lane).map((line) => line.lastElementChild?.textContent ?? '')
}

export async function answerRequest(canvas: Canvas, title: string): Promise<void> {
  await clickButton(canvas, `Answer ${title}`)
}

export async function failRequest(canvas: Canvas, title: string): Promise<void> {
  await clickButton(canvas, `Fail ${title}`)
}

/** Presses a button with the keyboard. */
export async function clickButton(canvas: Canvas, name: string): Promise<void> {
  const button = await canvas.findByRole('button', { name })
  await pause(button)
  button.focus()
  await userEvent.keyboard('{Enter}')
}

/** Checks or unchecks a box of the network with the keyboard. */
export async function toggle(canvas: Canvas, name: string): Promise<void> {
  const box = await canvas.findByRole('checkbox', { name })
  await pause(box)
  box.focus()
  await userEvent.keyboard(' ')
}

/** Shows a visitor what is pressed next. */
async function pause(element: HTMLElement): Promise<void> {
  await waitFor(() => expect(element).toBeEnabled())
  if (isTest) return
  element.focus()
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
}

function readFields(canvas: Canvas, label: string): Readonly<Record<string, string>> {
  const list = canvas.getByRole('region', { name: label })
  const pairs = [...list.querySelectorAll('dt')].map((term) => [
    term.textContent ?? '',
    term.nextElementSibling?.textContent ?? '',
  ])
  return Object.fromEntries(pairs)
}
