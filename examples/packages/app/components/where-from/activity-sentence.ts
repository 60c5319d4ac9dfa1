import type { ActivityEvent, Visitor } from '../../../api-types.ts'
import { formatMilliseconds } from '../../format.ts'

/** What the server did, in one sentence. `me`: the visitor who reads it. */
export function describeActivity({ kind, packageId, visitor, ms }: ActivityEvent, me: Visitor | undefined): string {
  const name = visitor.id === me?.id ? 'you' : visitor.name
  const subject = packageId ?? 'list of packages'
  const time = formatMilliseconds(ms)
  switch (kind) {
    case 'computed':
      return `${subject} computed for ${name} in ${time}`
    case 'disk':
      return `${subject} read from the server's disk for ${name} in ${time}`
    case 'joined':
      return `${subject}: ${name} waited ${time} for a computation that was already running`
    case 'note':
      return `${subject}: note of ${name} stored`
  }
}
