// Runs a built page in jsdom, and prints its text as soon as it has its data: node run.mjs <file>
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { JSDOM } from 'jsdom'

const { window } = new JSDOM('<div id="root"></div>', { url: 'http://localhost/', pretendToBeVisual: true })
for (const name of ['window', 'document', 'navigator', 'location', 'localStorage'])
  Object.defineProperty(globalThis, name, {
    value: name === 'window' ? window : window[name],
    configurable: true,
    writable: true,
  })
const root = window.document.getElementById('root')
const shown = new Promise((done) => {
  new window.MutationObserver(() => root.textContent.includes('Ada') && done()).observe(root, {
    childList: true,
    subtree: true,
    characterData: true,
  })
})
await import(pathToFileURL(resolve(process.argv[2])).href)
await shown
console.log(root.textContent)
process.exit(0)
