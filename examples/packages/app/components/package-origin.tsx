import type { Result } from 'cachetta/react'
import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import type { PackageDetails } from '../../api-types.ts'
import { formatMilliseconds } from '../format.ts'
import { fetchMe, meKey } from '../queries/me.ts'
import { useActivity } from '../use-activity.ts'
import { useNow } from '../use-now.ts'
import type { SourceName } from './where-from/source-names.ts'
import { SOURCE_TEXTS } from './where-from/source-names.ts'

interface Props {
  readonly query: Pick<Result<PackageDetails, PackageDetails>, 'data' | 'source'>
}

/** Tells the way of a package's data in two sentences: what the server did, and how the data came to this page. */
export function PackageOrigin({ query: { data, source } }: Props): ReactNode {
  const now = useNow()
  const { data: me } = useCachetta(meKey, fetchMe)
  const mine = useActivity().data.find(({ packageId, visitor }) => packageId === data.id && visitor.id === me?.id)
  if (now === null || source === undefined) return null // a server does not know yet how its answer arrives
  return (
    <dl className="origin">
      <div>
        <dt>Server</dt>
        <dd>{describeServer(source, data, mine)}</dd>
      </div>
      <div>
        <dt>This page</dt>
        <dd>{SOURCE_TEXTS[source].meaning}</dd>
      </div>
    </dl>
  )
}

type OwnEvent = ReturnType<typeof useActivity>['data'][number]

function describeServer(source: SourceName, { analysisMs }: PackageDetails, event: OwnEvent | undefined): string {
  if (source !== 'server' && source !== 'network') return 'Not asked for this view.'
  const analysis = formatMilliseconds(analysisMs)
  switch (event?.kind) {
    case 'computed':
      return `Computed for you in ${formatMilliseconds(event.ms)}: you are the first visitor who asked for this package.`
    case 'joined':
      return `Computed once, for you and for a visitor who asked at the same time. You waited ${formatMilliseconds(event.ms)}.`
    case 'disk':
      return `Read from its disk in ${formatMilliseconds(event.ms)}. The analysis took ${analysis} when the first visitor asked.`
    default:
      return `The analysis took ${analysis} when the first visitor asked.`
  }
}
