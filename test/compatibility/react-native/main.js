// Shows the application of examples/react-native, presses its button, and tells the host the texts on the screen.
import { createElement } from 'react'
import { create } from 'react-test-renderer'
import { App } from './App.tsx'

const { host } = globalThis

async function run() {
  const tree = create(createElement(App), { unstable_isConcurrent: true })
  const isThere = (text) => listTexts(tree.toJSON()).some((shown) => shown.startsWith(text))
  const waitFor = async (text) => {
    while (!isThere(text)) await new Promise((resolve) => setTimeout(resolve, 5))
    return listTexts(tree.toJSON())
  }
  const texts = [await waitFor('Opening')]
  if (host.isOnline) {
    host.talks.push({ id: 2, title: 'Closing', startsAt: '2030-01-02T09:00:00Z' })
    tree.root.findByType('Pressable').props.onPress()
    texts.push(await waitFor('Closing'))
  }
  tree.unmount()
  return texts
}

/** The text of each `Text` element. */
function listTexts(element) {
  if (element === null || typeof element === 'string') return []
  if (element.type === 'Text') return [element.children.join('')]
  return (element.children ?? []).flatMap(listTexts)
}

run().then(host.onShown, host.onFailed)
