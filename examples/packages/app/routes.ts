/** What an address shows. */
export type Place =
  | { readonly name: 'list' }
  | { readonly name: 'favourites' }
  | { readonly name: 'package'; readonly id: string }
  | { readonly name: 'nowhere' }

export const packagePath = (id: string): string => `/package/${encodeURIComponent(id)}`

export function placeOf(path: string): Place {
  if (path === '/') return { name: 'list' }
  if (path === '/favourites') return { name: 'favourites' }
  const [, id] = /^\/package\/([^/]+)$/.exec(path) ?? []
  const decoded = id && decodedText(id)
  return decoded ? { name: 'package', id: decoded } : { name: 'nowhere' }
}

function decodedText(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
