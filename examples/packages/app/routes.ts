/** The page that a path names. */
export type Route =
  | { readonly name: 'list' }
  | { readonly name: 'favourites' }
  | { readonly name: 'package'; readonly id: string }
  | { readonly name: 'source'; readonly path: string }
  | { readonly name: 'not-found' }

export const createPackagePath = (id: string): string => `/package/${encodeURIComponent(id)}`

/** Escapes nothing: each source file has a plain name. */
export const createSourcePath = (path: string): string => `/source/${path}`

export function matchRoute(path: string): Route {
  if (path === '/') return { name: 'list' }
  if (path === '/favourites') return { name: 'favourites' }
  const [, kind, encodedName = ''] = /^\/(package|source)\/(.+)$/.exec(path) ?? []
  const name = tryDecode(encodedName)
  if (name && kind === 'source') return { name: 'source', path: name }
  return name && kind === 'package' && !encodedName.includes('/')
    ? { name: 'package', id: name }
    : { name: 'not-found' }
}

export function createTitle(route: Route): string {
  if (route.name === 'package') return `${route.id} · Cachetta demo`
  if (route.name === 'source') return `${route.path} · Cachetta demo`
  const names = { list: 'Installed packages', favourites: 'Favourites', 'not-found': 'Page not found' }
  return `${names[route.name]} · Cachetta demo`
}

/** The file of this example that draws a page, relative to its folder. */
export function getSourceFile({ name }: Route): string {
  return `app/pages/${name}-page.tsx`
}

function tryDecode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
