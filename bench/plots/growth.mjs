// The plot of growth: one panel for each kind of work, all with the same axis of sizes. A flat line costs the same at each size.
import { formatDuration } from '../units.mjs'
import {
  createLogScale,
  createPicture,
  drawCircle,
  drawDiamond,
  drawLine,
  drawPath,
  drawSquare,
  drawText,
  findDecades,
  margin,
  width,
} from './svg.mjs'

const top = 44
const panelHeight = 148
const legendHeight = 20
const [start, end] = [margin + 58, width - 84]

/** `growth`: `{ work, of, library, points }`, each point `[size, nanoseconds]`. Lines of the same work share a panel. */
export function drawGrowth(growth) {
  const panels = [...new Set(growth.map(({ work }) => work))].map((work) => growth.filter((line) => line.work === work))
  const sizes = findDecades([10, ...growth.flatMap(({ points }) => points.map(([size]) => size))])
  const scale = createLogScale([sizes[0], sizes.at(-1)], [start, end])
  const places = stack(panels)
  return createPicture({
    title: 'The time of one piece of work against the number of entries or subscribers',
    description: growth.map(describe).join(' '),
    height: places.at(-1),
    parts: [
      drawText(margin, 26, 'Time against the number of entries', 'title'),
      ...panels.flatMap((lines, index) => drawPanel(lines, places[index], sizes, scale)),
    ],
  })
}

/** Where each panel begins, and where the last one ends. */
function stack(panels) {
  const places = [top]
  for (const lines of panels) places.push(places.at(-1) + panelHeight + legendHeight * placeLegend(lines).at(-1).line)
  return places
}

function describe({ work, of, library, points }) {
  const values = points.map(([size, time]) => `${formatDuration(time)} with ${size.toLocaleString('en')} ${of}`)
  return `${work}, ${library}: ${values.join(', ')}.`
}

function drawPanel(lines, y, sizes, scaleSize) {
  const legend = placeLegend(lines)
  const above = y + 32 + legendHeight * legend.at(-1).line
  const below = above + 72
  const times = findDecades(lines.flatMap(({ points }) => points.map(([, time]) => time)))
  const scaleTime = createLogScale([times[0], times.at(-1)], [below, above])
  const every = Math.ceil((times.length - 1) / 3)
  const labels = spread(lines.map(({ points }) => scaleTime(points.at(-1)[1])))
  return [
    drawText(margin, y + 16, `${lines[0].work}, by ${lines[0].of}`),
    ...times.filter((_, index) => index % every === 0).flatMap((time) => drawTime(time, scaleTime(time))),
    ...sizes.flatMap((size) => drawSize(size, scaleSize(size), above, below)),
    ...lines.flatMap((line, index) => drawSeries(line, shapes[index], labels[index], scaleSize, scaleTime)),
    ...legend.flatMap(({ library, x, line }, index) => [
      shapes[index].drawMark(x + 6, y + 11 + legendHeight * line),
      drawText(x + 18, y + 16 + legendHeight * line, library, 'soft'),
    ]),
  ]
}

/** The lines of a panel differ in their marks and dashes. The first is Cachetta's. */
const shapes = [
  { className: 'ours', dashes: '', drawMark: drawCircle },
  { className: 'other', dashes: '6 4', drawMark: drawDiamond },
  { className: 'other', dashes: '2 4', drawMark: drawSquare },
]

/** Where the names of the libraries stand. They break into lines below the title, from 1. */
function placeLegend(lines) {
  let [x, line] = [margin, 1]
  return lines.map(({ library }) => {
    const length = 34 + 8 * library.length
    if (x > margin && x + length > width) [x, line] = [margin, line + 1]
    const place = { library, x, line }
    x += length
    return place
  })
}

function drawTime(time, y) {
  return [drawText(start - 8, y + 5, formatTick(time), 'soft end'), drawLine(start, y, end, y, 'grid')]
}

function drawSize(size, x, above, below) {
  return [drawLine(x, above, x, below + 5, 'grid'), drawText(x, below + 20, formatSize(size), 'soft middle')]
}

function drawSeries({ points }, { className, dashes, drawMark }, label, scaleSize, scaleTime) {
  const marks = points.map(([size, time]) => [scaleSize(size), scaleTime(time)])
  return [
    drawPath(marks, className, dashes),
    ...marks.map(([x, y]) => drawMark(x, y)),
    drawText(marks.at(-1)[0] + 12, label + 5, formatDuration(points.at(-1)[1])),
  ]
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
