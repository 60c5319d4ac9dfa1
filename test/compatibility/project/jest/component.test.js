/** @jest-environment jsdom */
const { act, createElement } = require('react')
const { createRoot } = require('react-dom/client')
const { useCachetta } = require('cachetta/react')

globalThis.IS_REACT_ACT_ENVIRONMENT = true

test('a component shows its data', async () => {
  const element = document.createElement('div')
  const User = () => useCachetta('user', async () => 'Ada').data ?? 'Loading …'
  await act(async () => createRoot(element).render(createElement(User)))
  await act(async () => {})
  expect(element.textContent).toBe('Ada')
})
