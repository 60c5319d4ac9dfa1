/** The anchor of a heading, as repositories and the npm registry name it. The site has the same ones, so a link works in all. */
export function toAnchor(title) {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')
}
