// The plot of ratios: one line for each row, with the comparison that is nearest to its bar or furthest beyond it.
import { isWithinBar } from '../verdict.mjs'
import { createLogScale, createPicture, drawCircle, drawDiamond, drawLine, drawText, margin, width } from './svg.mjs'

const top = 84
const lineHeight = 17
const lineLength = 52
const [start, end] = [margin + 6, width - 64]
const ticks = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30]

/** `rows`: `{ name, comparisons }`. Rows without a bar for a ratio do not appear. */
export function drawRatios(rows) {
  const lines = rows.flatMap(findHardest)
  const values = lines.flatMap(({ comparison }) => [comparison.ratio, comparison.bar])
  const domain = [Math.min(...values, 0.3) / 1.2, Math.max(...values, 2) * 1.2]
  const scale = createLogScale(domain, [start, end])
  const places = stack(lines)
  const bottom = places.at(-1)
  return createPicture({
    title: 'What Cachetta takes as a part of what the other takes',
    description: lines.map(describe).join(' '),
    height: bottom + 30,
    parts: [
      ...drawHead(),
      ...ticks
        .filter((tick) => tick > domain[0] && tick < domain[1])
        .flatMap((tick) => drawTick(scale(tick), tick, bottom)),
      ...lines.flatMap((line, index) => drawRow(line, places[index], scale)),
    ],
  })
}

/** Where each line begins, and where the last one ends. A long name takes two lines of text. */
function stack(lines) {
  const places = [top]
  for (const { name, comparison } of lines)
    places.push(places.at(-1) + 23 + lineHeight * wrap(formatName(name, comparison)).length)
  return places
}

function findHardest({ name, comparisons }) {
  const limited = comparisons.filter(({ bar, ratio }) => bar !== undefined && ratio !== null)
  if (limited.length === 0) return []
  const comparison = limited.reduce((one, other) => (other.ratio / other.bar > one.ratio / one.bar ? other : one))
  return [{ name, comparison, isMissed: isWithinBar(comparison) === false }]
}

function describe({ name, comparison: { against, ratio, bar }, isMissed }) {
  return `${name}, against ${against}: ${ratio.toFixed(2)}, ${isMissed ? 'misses' : 'holds'} the bar of ${bar.toFixed(2)}.`
}

function drawHead() {
  const y = 48
  return [
    drawText(margin, 26, 'Cachetta ÷ the other', 'title'),
    drawCircle(margin + 6, y - 5),
    drawText(margin + 18, y, 'holds', 'soft'),
    drawDiamond(margin + 70, y - 5),
    drawText(margin + 82, y, 'missed', 'soft'),
    drawLine(margin + 142, y - 12, margin + 142, y + 2, 'limit'),
    drawText(margin + 150, y, 'bar', 'soft'),
    drawText(width - margin, y, 'left of 1: faster, less memory', 'soft end'),
  ]
}

function drawTick(x, tick, bottom) {
  return [
    drawLine(x, top - 10, x, bottom + 6, tick === 1 ? 'one' : 'grid'),
    drawText(x, bottom + 22, String(tick), 'soft middle'),
  ]
}

function drawRow({ name, comparison, isMissed }, y, scale) {
  const { ratio, bar } = comparison
  const texts = wrap(formatName(name, comparison))
  const track = y + 5 + lineHeight * texts.length
  const x = scale(ratio)
  return [
    drawLine(scale(1), track, x, track, isMissed ? 'other' : 'ours'),
    drawLine(scale(bar), track - 7, scale(bar), track + 7, 'limit'),
    isMissed ? drawDiamond(x, track) : drawCircle(x, track),
    ...texts.map((text, index) => drawText(margin, y + 10 + lineHeight * index, text)),
    drawText(width - margin, track + 5, ratio.toFixed(2), isMissed ? 'end title' : 'end'),
  ]
}

function formatName(name, { against }) {
  return `${name}: ${against}`
}

/** Breaks a text between words. */
function wrap(text) {
  const lines = ['']
  for (const word of text.split(' ')) {
    if (lines.at(-1) !== '' && lines.at(-1).length + word.length >= lineLength) lines.push('')
    lines.push(`${lines.pop()} ${word}`.trimStart())
  }
  return lines
}
