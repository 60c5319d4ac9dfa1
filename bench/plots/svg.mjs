// What the plots share. A plot brings its own background, so it can be read on a light and on a dark page, whichever of the two the
// system prefers. Shapes differ as well as colours. Text of 14 px in a picture of 440 px can still be read on a phone.

export const width = 440
export const margin = 14

const styles = `
    svg { --paper: #fff; --ink: #1f2328; --soft: #57606a; --line: #d0d7de; --ours: #0550ae; --other: #953800 }
    @media (prefers-color-scheme: dark) {
      svg { --paper: #161b22; --ink: #f0f3f6; --soft: #a9b4bf; --line: #3d444d; --ours: #79c0ff; --other: #ffa657 }
    }
    text { font: 14px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; fill: var(--ink);
      paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round }
    .title { font-weight: 600 }
    .soft { fill: var(--soft); font-size: 13px }
    .end { text-anchor: end }
    .middle { text-anchor: middle }
    .grid { stroke: var(--line) }
    .one { stroke: var(--soft); stroke-width: 1.5 }
    .limit { stroke: var(--ink); stroke-width: 3 }
    .ours { stroke: var(--ours); stroke-width: 2.5; fill: none }
    .ours-mark { stroke: var(--ours); stroke-width: 2; fill: var(--ours) }
    .other { stroke: var(--other); stroke-width: 2.5; fill: none }
    .other-mark { stroke: var(--other); stroke-width: 2; fill: var(--paper) }`

/** A picture with a name and a description for those who do not see it. */
export function createPicture({ title, description, height, parts }) {
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title description" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
  <title id="title">${escapeText(title)}</title>
  <desc id="description">${escapeText(description)}</desc>
  <style>${styles}
  </style>
  <rect width="${width}" height="${height}" rx="8" fill="var(--paper)"/>
${parts.map((part) => `  ${part}`).join('\n')}
</svg>
`
}

export function drawText(x, y, text, className = '') {
  return `<text x="${round(x)}" y="${round(y)}"${className && ` class="${className}"`}>${escapeText(text)}</text>`
}

export function drawLine(x1, y1, x2, y2, className) {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" class="${className}"/>`
}

export function drawPath(points, className, dashes = '') {
  const path = points.map(([x, y]) => `${round(x)},${round(y)}`).join(' ')
  return `<polyline points="${path}" class="${className}"${dashes && ` stroke-dasharray="${dashes}"`}/>`
}

/** A filled circle for Cachetta and for what holds. */
export function drawCircle(x, y) {
  return `<circle cx="${round(x)}" cy="${round(y)}" r="4.5" class="ours-mark"/>`
}

/** An empty square for a third library. */
export function drawSquare(x, y) {
  return `<rect x="${round(x - 4.5)}" y="${round(y - 4.5)}" width="9" height="9" class="other-mark"/>`
}

/** An empty diamond for other libraries and for what is missed. */
export function drawDiamond(x, y) {
  const [left, top, right, bottom] = [x - 6, y - 6, x + 6, y + 6].map(round)
  return `<polygon points="${left},${round(y)} ${round(x)},${top} ${right},${round(y)} ${round(x)},${bottom}" class="other-mark"/>`
}

/** Maps a value to a coordinate on a logarithmic scale. */
export function createLogScale([min, max], [start, end]) {
  const span = Math.log(max / min)
  return (value) => start + ((end - start) * Math.log(value / min)) / span
}

/** The powers of ten from one at or below the smallest value to one at or above the greatest. */
export function findDecades(values) {
  const first = Math.floor(Math.log10(Math.min(...values)) + 1e-9)
  const last = Math.max(first + 1, Math.ceil(Math.log10(Math.max(...values)) - 1e-9))
  return Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index))
}

function round(coordinate) {
  return Number(coordinate.toFixed(1))
}

function escapeText(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
