import { expect, it } from 'vitest'
import type { Rectangle } from '../../../examples/packages/app/squarify.ts'
import { squarify } from '../../../examples/packages/app/squarify.ts'
import { fc } from '../../support/property.ts'

const space: Rectangle = { x: 0, y: 0, width: 720, height: 320 }
const getArea = ({ width, height }: Rectangle) => width * height
const addUp = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0)

const weights = fc
  .array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 40 })
  .map((list) => list.sort((a, b) => b - a))

it('gives each weight an area in proportion', () => {
  fc.assert(
    fc.property(weights, (list) => {
      const rectangles = squarify(list, space)
      expect(rectangles).toHaveLength(list.length)
      for (const [index, rectangle] of rectangles.entries()) {
        expect(getArea(rectangle)).toBeCloseTo((getArea(space) * (list[index] ?? 0)) / addUp(list), 3)
      }
    }),
  )
})

it('stays inside the space, and no rectangles overlap', () => {
  const tolerance = 1e-6
  fc.assert(
    fc.property(weights, (list) => {
      const rectangles = squarify(list, space)
      for (const [index, a] of rectangles.entries()) {
        expect(Math.min(a.x, a.y)).toBeGreaterThanOrEqual(-tolerance)
        expect(a.x + a.width).toBeLessThanOrEqual(space.width + tolerance)
        expect(a.y + a.height).toBeLessThanOrEqual(space.height + tolerance)
        for (const b of rectangles.slice(index + 1)) {
          const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
          const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
          expect(Math.min(across, down)).toBeLessThanOrEqual(tolerance)
        }
      }
    }),
  )
})

it('makes squares if possible', () => {
  const rectangles = squarify([1, 1, 1, 1], { x: 0, y: 0, width: 100, height: 100 })
  expect(rectangles.map(({ width, height }) => [width, height])).toEqual(Array.from({ length: 4 }, () => [50, 50]))
})
