import { dehydrate } from 'cachetta/ssr'
import { renderToString } from 'react-dom/server'
import { App } from '../app/app.tsx'
import { createConnection } from '../app/connection.ts'
import { placeOf } from '../app/routes.ts'
import type { Answers } from './answers.ts'
import type { Assets } from './assets.ts'
import { documentOf } from './document.ts'

export interface Page {
  readonly status: 200 | 404
  readonly html: string
}

/** Renders an address for a visitor, with all that it shows, and sends along what it was rendered from. */
export async function renderPage(url: URL, answers: Answers, assets: Assets): Promise<Page> {
  const isFound = await prepare(url, answers)
  const app = renderToString(
    <App cache={answers.scope} connection={createConnection()} path={url.pathname} search={url.search} />,
  )
  return {
    status: isFound ? 200 : 404,
    html: documentOf({ app, state: dehydrate(answers.scope), assets }),
  }
}

/** Asks for what the page will ask for. False where there is no such page. */
async function prepare(url: URL, answers: Answers): Promise<boolean> {
  const place = placeOf(url.pathname)
  const shell = [answers.me(), answers.favourites()]
  if (place.name === 'list') {
    await Promise.all([...shell, answers.packages(url.searchParams.get('search') ?? '', 0)])
    return true
  }
  if (place.name === 'package') {
    const [shown] = await Promise.all([answers.package(place.id), answers.notes(place.id), ...shell])
    return shown !== undefined
  }
  await Promise.all(shell)
  return place.name === 'favourites'
}
