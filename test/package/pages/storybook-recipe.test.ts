// @vitest-environment jsdom
import { composeStories, setProjectAnnotations } from '@storybook/react-vite'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { storyOf } from '../../../src/storybook.ts'
import { writePrograms } from './page-programs.ts'

const { fileOf } = writePrograms('docs/recipes/storybook.md', { 'msw/browser': 'stand-ins/msw-browser.ts' })

vi.stubGlobal('fetchUser', async (id: number) => ({ id, name: 'Bea', team: '7' }))
const text = () => document.body.textContent

afterEach(() => document.body.replaceChildren())

/** Runs a story as the test of Storybook does: mounts it, and plays it. */
async function run(stories: Record<string, { run(context: object): Promise<void> }>, name: string): Promise<Element> {
  const canvasElement = document.createElement('div')
  document.body.replaceChildren(canvasElement)
  await stories[name]?.run({ canvasElement })
  return canvasElement
}

describe('the recipe for Storybook', () => {
  it.each([
    ['Stored', 'Ada'],
    ['Loading', 'Loading …'],
    ['Failing', 'Error: the server is down'],
    ['Offline', 'Ada'],
    ['Answered', 'Bea'],
    ['OfACachedFunction', 'Ada'],
  ])('shows in the story %s: %s', async (name, shown) => {
    const stories = composeStories(await import(/* @vite-ignore */ fileOf('user.stories.tsx')))
    await run(stories as never, name)
    await expect.poll(text).toBe(shown)
  })

  it('sends cached functions over the network of the story, with Mock Service Worker', async () => {
    const { default: preview } = await import(/* @vite-ignore */ fileOf('preview.ts'))
    const project = setProjectAnnotations([preview])
    await project.beforeAll?.()
    const stories = composeStories(await import(/* @vite-ignore */ fileOf('profile.stories.tsx')))
    await run(stories as never, 'Loaded')
    await expect.poll(text).toBe('Ada')
    await run(stories as never, 'Failing')
    await expect.poll(text).toBe('the server answered 503')
    const canvasElement = await run(stories as never, 'Loading')
    await expect.poll(text).toBe('Loading …')
    storyOf(canvasElement).network.setState({ latency: 0 })
    await expect.poll(text).toBe('Ada')
  })
})
