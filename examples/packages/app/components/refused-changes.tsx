import type { ReactNode } from 'react'
import type { Change } from '../outbox.ts'
import { useChanges } from '../outbox.ts'

/** What the server has refused, until the visitor sends it again or discards it. The page does not show it any more. */
export function RefusedChanges(): ReactNode {
  const { discard, entries, retry } = useChanges()
  const refused = entries.filter(({ status }) => status === 'refused')
  return (
    <div className="notices" role="alert">
      {refused.map((change) => (
        <div key={change.id} className="notice">
          <p>
            The server refused {describeChange(change)}. {change.error instanceof Error && change.error.message}
          </p>
          <button type="button" onClick={() => void retry(change.id)}>
            Send again
          </button>
          <button type="button" onClick={() => void discard(change.id)}>
            Discard
          </button>
        </div>
      ))}
    </div>
  )
}

function describeChange({ arg, name }: Change): string {
  if (name === 'addNote') return `your note “${arg.text}” on ${arg.packageId}`
  return arg.isFavourite ? `${arg.packageId} as a favourite` : `to remove ${arg.packageId} from your favourites`
}
