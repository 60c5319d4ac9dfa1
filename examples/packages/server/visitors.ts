import { createHash, randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Visitor } from '../answers.ts'

const COOKIE = 'visitor'
const A_YEAR = 365 * 24 * 60 * 60
const IS_SECRET = /^[0-9a-f-]{36}$/

const MANNERS = [
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

/** Whose request it is. The cookie is a secret that only its browser knows; what others see is made of its hash. */
export function visitorOf(context: Context): Visitor {
  const known = getCookie(context, COOKIE)
  if (known !== undefined && IS_SECRET.test(known)) return visitorBehind(known)
  const secret = randomUUID()
  setCookie(context, COOKIE, secret, { httpOnly: true, sameSite: 'Lax', path: '/', maxAge: A_YEAR })
  return visitorBehind(secret)
}

function visitorBehind(secret: string): Visitor {
  const hash = createHash('sha256').update(secret).digest()
  return {
    id: hash.toString('hex', 0, 8),
    name: `${oneOf(MANNERS, hash.readUInt8(8))} ${oneOf(ANIMALS, hash.readUInt8(9))}`,
  }
}

function oneOf(words: readonly string[], number: number): string {
  return words[number % words.length] ?? ''
}
