import { createHash, randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Visitor } from '../api-types.ts'

const COOKIE = 'visitor'
const YEAR_SECONDS = 365 * 24 * 60 * 60
const SECRET = /^[0-9a-f-]{36}$/

const ADJECTIVES = [
  'Amber',
  'Brisk',
  'Calm',
  'Deft',
  'Eager',
  'Fair',
  'Gentle',
  'Hardy',
  'Keen',
  'Lively',
  'Merry',
  'Quiet',
]
const ANIMALS = [
  'Badger',
  'Crane',
  'Dormouse',
  'Finch',
  'Heron',
  'Ibex',
  'Lynx',
  'Marten',
  'Otter',
  'Robin',
  'Stoat',
  'Wren',
]

/**
 * Returns the visitor of a request, and sets the cookie of a new one. The cookie is a secret of that browser. The id and the name
 * come from its hash, so other visitors can see them.
 */
export function identifyVisitor(context: Context): Visitor {
  const secret = getCookie(context, COOKIE)
  if (secret !== undefined && SECRET.test(secret)) return createVisitor(secret)
  const newSecret = randomUUID()
  setCookie(context, COOKIE, newSecret, { httpOnly: true, sameSite: 'Lax', path: '/', maxAge: YEAR_SECONDS })
  return createVisitor(newSecret)
}

function createVisitor(secret: string): Visitor {
  const hash = createHash('sha256').update(secret).digest()
  return {
    id: hash.toString('hex', 0, 8),
    name: `${pickWord(ADJECTIVES, hash.readUInt8(8))} ${pickWord(ANIMALS, hash.readUInt8(9))}`,
  }
}

function pickWord(words: readonly string[], number: number): string {
  return words[number % words.length] ?? ''
}
