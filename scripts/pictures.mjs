// npm run pictures: writes pictures of the pages of this repository to .cache/pictures/, to be looked at one by one.
//   npm run pictures                all subjects
//   npm run pictures -- stories     one subject
//   npm run pictures -- readme      the picture of the README, in docs/images/
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { getLaunchOptions, setUpChromium } from './chromium.mjs'
import { root, stopWith } from './frame.mjs'
import { setUpPackages } from './set-up.mjs'

/**
 * A module of `pictures/` for each subject. It exports `takePictures({ browser, variants, folder })`, which writes PNG files into
 * the folder and returns their number.
 */
const subjects = {
  stories: () => import('./pictures/stories.mjs'),
  docs: () => import('./pictures/docs.mjs'),
  demo: () => import('./pictures/demo.mjs'),
  readme: () => import('./pictures/readme.mjs'),
}

/** Each page is taken on a phone and on a desk, light and dark. */
const variants = [375, 1440].flatMap((width) =>
  ['light', 'dark'].map((theme) => ({ name: `${width}-${theme}`, theme, viewport: { width, height: 900 } })),
)

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(subjects)
const unknown = wanted.find((subject) => !Object.hasOwn(subjects, subject))
if (unknown) stopWith(`Unknown subject '${unknown}'. The subjects are ${Object.keys(subjects).join(', ')}.`)
setUpPackages()
if (!setUpChromium()) process.exit(1)

const { chromium } = await import('playwright')
const browser = await chromium.launch(getLaunchOptions())
try {
  for (const subject of wanted) await takeSubject(subject)
} finally {
  await browser.close()
}

async function takeSubject(subject) {
  const folder = join(root, '.cache', 'pictures', subject)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const { takePictures } = await subjects[subject]()
  const count = await takePictures({ browser, variants, folder })
  console.log(`${count} pictures of ${subject}`)
}
