// The plot of growth: one panel for each kind of work, all with the same axis of sizes. A flat line costs the same at each size.
import { formatDuration } from '../units.mjs'
import {
  createLogScale,
  createPicture,
  drawCircle,
  drawDiamond,
  drawLine,
  drawPath,
  drawText,
  findDecades,
  margin,
  width,
} from './svg.mjs'

const top = 44
const panelHeight = 168
const [start, end] = [margin + 58, width - 84]

/** `growth`: `{ work, of, library, points }`, each point `[size, nanoseconds]`. Lines of the same work share a panel. */
export function drawGrowth(growth) {
  const panels = [...new Set(growth.map(({ work }) => work))].map((work) => growth.filter((line) => line.work === work))
  const sizes = findDecades([10, ...growth.flatMap(({ points }) => points.map(([size]) => size))])
  const scale = createLogScale([sizes[0], sizes.at(-1)], [start, end])
  return createPicture({
    title: 'The time of one piece of work against the number of entries or subscribers',
    description: growth.map(describe).join(' '),
    height: top + panelHeight * panels.length,
    parts: [
      drawText(margin, 26, 'Time against the number of entries', 'title'),
      ...panels.flatMap((lines, index) => drawPanel(lines, top + panelHeight * index, sizes, scale)),
    ],
  })
}

function describe({ work, of, library, points }) {
  const values = points.map(([size, time]) => `${formatDuration(time)} with ${size.toLocaleString('en')} ${of}`)
  return `${work}, ${library}: ${values.join(', ')}.`
}

function drawPanel(lines, y, sizes, scaleSize) {
  const [above, below] = [y + 52, y + 124]
  const times = findDecades(lines.flatMap(({ points }) => points.map(([, time]) => time)))
  const scaleTime = createLogScale([times[0], times.at(-1)], [below, above])
  const every = Math.ceil((times.length - 1) / 3)
  const places = spread(lines.map(({ points }) => scaleTime(points.at(-1)[1])))
  return [
    drawText(margin, y + 16, `${lines[0].work}, by ${lines[0].of}`),
    ...drawLegend(lines, y + 36),
    ...times.filter((_, index) => index % every === 0).flatMap((time) => drawTime(time, scaleTime(time))),
    ...sizes.flatMap((size) => drawSize(size, scaleSize(size), above, below)),
    ...lines.flatMap((line, index) => drawSeries(line, places[index], scaleSize, scaleTime)),
  ]
}

function drawLegend(lines, y) {
  const labels = []
  let x = margin
  for (const { library } of lines) {
    labels.push(isOurs(library) ? drawCircle(x + 6, y - 5) : drawDiamond(x + 6, y - 5))
    labels.push(drawText(x + 18, y, library, 'soft'))
    x += 34 + 7 * library.length
  }
  return labels
}

function drawTime(time, y) {
  return [drawText(start - 8, y + 5, formatTick(time), 'soft end'), drawLine(start, y, end, y, 'grid')]
}

function drawSize(size, x, above, below) {
  return [drawLine(x, above, x, below + 5, 'grid'), drawText(x, below + 20, formatSize(size), 'soft middle')]
}

function drawSeries({ library, points }, place, scaleSize, scaleTime) {
  const marks = points.map(([size, time]) => [scaleSize(size), scaleTime(time)])
  const [last] = marks.at(-1)
  return [
    isOurs(library) ? drawPath(marks, 'ours') : drawPath(marks, 'other', '6 4'),
    ...marks.map(([x, y]) => (isOurs(library) ? drawCircle(x, y) : drawDiamond(x, y))),
    drawText(last + 10, place + 5, formatDuration(points.at(-1)[1])),
  ]
}

function isOurs(library) {
  return library.startsWith('Cachetta')
}

/** Moves labels apart that would cover each other. */
function spread(places) {
  const order = places.map((_, index) => index).sort((one, other) => places[one] - places[other])
  const result = [...places]
  for (const [rank, index] of order.entries()) {
    if (rank > 0) result[index] = Math.max(result[index], result[order[rank - 1]] + 15)
  }
  return result
}

function formatTick(nanoseconds) {
  if (nanoseconds >= 1e9) return `${nanoseconds / 1e9} s`
  if (nanoseconds >= 1e6) return `${nanoseconds / 1e6} ms`
  return nanoseconds >= 1e3 ? `${nanoseconds / 1e3} µs` : `${nanoseconds} ns`
}

function formatSize(size) {
  if (size >= 1e6) return `${size / 1e6}M`
  return size >= 1e3 ? `${size / 1e3}k` : String(size)
}
