import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Rectangle } from '../../../examples/packages/app/squarify.ts'
import { squarify } from '../../../examples/packages/app/squarify.ts'

const space: Rectangle = { x: 0, y: 0, width: 720, height: 320 }
const areaOf = ({ width, height }: Rectangle) => width * height
const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0)

const weights = fc
  .array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 40 })
  .map((list) => list.sort((a, b) => b - a))

it('gives each weight its share of the space', () => {
  fc.assert(
    fc.property(weights, (list) => {
      const places = squarify(list, space)
      expect(places).toHaveLength(list.length)
      for (const [index, place] of places.entries()) {
        expect(areaOf(place)).toBeCloseTo((areaOf(space) * (list[index] ?? 0)) / sumOf(list), 3)
      }
    }),
  )
})

it('stays within the space, and lays nothing upon another', () => {
  const slack = 1e-6
  fc.assert(
    fc.property(weights, (list) => {
      const places = squarify(list, space)
      for (const [index, a] of places.entries()) {
        expect(Math.min(a.x, a.y)).toBeGreaterThanOrEqual(-slack)
        expect(a.x + a.width).toBeLessThanOrEqual(space.width + slack)
        expect(a.y + a.height).toBeLessThanOrEqual(space.height + slack)
        for (const b of places.slice(index + 1)) {
          const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
          const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
          expect(Math.min(across, down)).toBeLessThanOrEqual(slack)
        }
      }
    }),
  )
})

it('makes squares where it can', () => {
  const places = squarify([1, 1, 1, 1], { x: 0, y: 0, width: 100, height: 100 })
  expect(places.map(({ width, height }) => [width, height])).toEqual(Array.from({ length: 4 }, () => [50, 50]))
})
