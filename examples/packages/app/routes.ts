/** The page that a path names. */
export type Route =
  | { readonly name: 'list' }
  | { readonly name: 'favourites' }
  | { readonly name: 'package'; readonly id: string }
  | { readonly name: 'not-found' }

export const createPackagePath = (id: string): string => `/package/${encodeURIComponent(id)}`

export function matchRoute(path: string): Route {
  if (path === '/') return { name: 'list' }
  if (path === '/favourites') return { name: 'favourites' }
  const [, encodedId] = /^\/package\/([^/]+)$/.exec(path) ?? []
  const id = encodedId && tryDecode(encodedId)
  return id ? { name: 'package', id } : { name: 'not-found' }
}

function tryDecode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
