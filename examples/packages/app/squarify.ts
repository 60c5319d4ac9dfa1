// The rectangles of a treemap, as square as possible (Bruls, Huizing, van Wijk: Squarified Treemaps, 2000). Each row lies along
// the shorter side of the free space. A row takes rectangles as long as its worst aspect ratio does not get worse.

export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Returns one rectangle per weight, with an area in proportion to it. The weights must be sorted, the largest first. */
export function squarify(weights: readonly number[], space: Rectangle): Rectangle[] {
  const scale = (space.width * space.height) / Math.max(addUp(weights), 1)
  return layOutRows(
    weights.map((weight) => weight * scale),
    space,
  )
}

function layOutRows(areas: readonly number[], space: Rectangle): Rectangle[] {
  const rectangles: Rectangle[] = []
  let [free, rest] = [space, areas]
  while (rest.length > 0) {
    const row = takeRow(rest, Math.min(free.width, free.height))
    const layout = layOutRow(row, free)
    rectangles.push(...layout.rectangles)
    free = layout.free
    rest = rest.slice(row.length)
  }
  return rectangles
}

function takeRow(areas: readonly number[], side: number): readonly number[] {
  const findWorst = (count: number) => findWorstAspectRatio(areas.slice(0, count), side)
  let count = 1
  while (count < areas.length && findWorst(count + 1) <= findWorst(count)) count += 1
  return areas.slice(0, count)
}

/** The highest aspect ratio in a row. 1 is a square. */
function findWorstAspectRatio(row: readonly number[], side: number): number {
  const thickness = addUp(row) / side
  return Math.max(...row.map((area) => getAspectRatio(area / thickness, thickness)))
}

function layOutRow(row: readonly number[], space: Rectangle) {
  const isVertical = space.width >= space.height
  const thickness = addUp(row) / Math.min(space.width, space.height)
  let position = isVertical ? space.y : space.x
  const rectangles = row.map((area) => {
    const length = area / thickness
    const start = position
    position += length
    return isVertical
      ? { x: space.x, y: start, width: thickness, height: length }
      : { x: start, y: space.y, width: length, height: thickness }
  })
  const free = isVertical
    ? { ...space, x: space.x + thickness, width: Math.max(0, space.width - thickness) }
    : { ...space, y: space.y + thickness, height: Math.max(0, space.height - thickness) }
  return { rectangles, free }
}

function getAspectRatio(a: number, b: number): number {
  return a === 0 || b === 0 ? Number.POSITIVE_INFINITY : Math.max(a / b, b / a)
}

function addUp(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0)
}
