import { useCachetta } from 'cachetta/react'
import { act, createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { expect, test } from 'vitest'

globalThis.IS_REACT_ACT_ENVIRONMENT = true

test('a component shows its data', async () => {
  const element = document.createElement('div')
  const User = () => useCachetta('user', async () => 'Ada').data ?? 'Loading …'
  await act(async () => createRoot(element).render(createElement(User)))
  const readText = async () => {
    await act(async () => {})
    return element.textContent
  }
  await expect.poll(readText).toBe('Ada')
})
