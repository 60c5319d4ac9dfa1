// A treemap's rectangles, as square as they can be (Bruls, Huizing, van Wijk: Squarified Treemaps, 2000): rows are laid along
// the shorter side of what is left, each filled as long as that makes its worst rectangle squarer.

export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** One rectangle for each weight, in proportion; weights come the largest first. */
export function squarify(weights: readonly number[], space: Rectangle): Rectangle[] {
  const total = weights.reduce((sum, each) => sum + each, 0)
  const scale = (space.width * space.height) / Math.max(total, 1)
  return layRows(
    weights.map((weight) => weight * scale),
    space,
  )
}

function layRows(areas: readonly number[], space: Rectangle): Rectangle[] {
  const placed: Rectangle[] = []
  let [left, rest] = [space, areas]
  while (rest.length > 0) {
    const row = rowOf(rest, Math.min(left.width, left.height))
    const { rectangles, remaining } = layRow(row, left)
    placed.push(...rectangles)
    left = remaining
    rest = rest.slice(row.length)
  }
  return placed
}

function rowOf(areas: readonly number[], side: number): readonly number[] {
  let count = 1
  while (count < areas.length && worst(areas.slice(0, count + 1), side) <= worst(areas.slice(0, count), side))
    count += 1
  return areas.slice(0, count)
}

/** How far from square the worst rectangle of a row is; 1 is a square. */
function worst(row: readonly number[], side: number): number {
  const thickness = sumOf(row) / side
  return Math.max(...row.map((area) => ratio(area / thickness, thickness)))
}

function layRow(row: readonly number[], space: Rectangle) {
  const isUpright = space.width >= space.height
  const thickness = sumOf(row) / Math.min(space.width, space.height)
  let at = isUpright ? space.y : space.x
  const rectangles = row.map((area) => {
    const length = area / thickness
    const start = at
    at += length
    return isUpright
      ? { x: space.x, y: start, width: thickness, height: length }
      : { x: start, y: space.y, width: length, height: thickness }
  })
  const remaining = isUpright
    ? { ...space, x: space.x + thickness, width: Math.max(0, space.width - thickness) }
    : { ...space, y: space.y + thickness, height: Math.max(0, space.height - thickness) }
  return { rectangles, remaining }
}

function ratio(a: number, b: number): number {
  return a === 0 || b === 0 ? Number.POSITIVE_INFINITY : Math.max(a / b, b / a)
}

function sumOf(row: readonly number[]): number {
  return row.reduce((sum, each) => sum + each, 0)
}
