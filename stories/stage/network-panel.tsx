import { parseDuration } from 'cachetta'
import type { StoryNetwork } from 'cachetta/storybook'
import type { ReactNode } from 'react'
import { useId, useSyncExternalStore } from 'react'

/** The message of a request that fails. */
export const FAILURE = 'server failed'

const LATENCIES: readonly { readonly latency: number; readonly text: string }[] = [
  { latency: Number.POSITIVE_INFINITY, text: 'until you answer' },
  { latency: 0, text: 'none' },
  { latency: 500, text: '500 ms' },
  { latency: 3_000, text: '3 s' },
]

/** The controls of the network: latency, failure, offline, and the requests that wait. */
export function NetworkPanel({ network }: { readonly network: StoryNetwork }): ReactNode {
  const { failure, latency, offline } = useSyncExternalStore(network.subscribe, network.getState)
  const latencyId = useId()
  return (
    <section className="network" aria-label="Network">
      <h2>Network</h2>
      <div className="controls">
        <label htmlFor={latencyId}>Latency</label>
        <select
          id={latencyId}
          value={String(parseDuration(latency))}
          onChange={({ target }) => network.setState({ latency: Number(target.value) })}
        >
          {LATENCIES.map((each) => (
            <option key={each.text} value={String(each.latency)}>
              {each.text}
            </option>
          ))}
        </select>
        <Toggle label="Requests fail" isOn={failure !== false} onChange={(isOn) => setFailure(network, isOn)} />
        <Toggle label="Offline" isOn={offline} onChange={(isOn) => network.setState({ offline: isOn })} />
      </div>
      <RequestList network={network} />
    </section>
  )
}

function setFailure(network: StoryNetwork, isFailing: boolean): void {
  network.setState({ failure: isFailing && FAILURE })
}

interface ToggleProps {
  readonly label: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}

function Toggle({ isOn, label, onChange }: ToggleProps): ReactNode {
  return (
    <label className="toggle">
      <input type="checkbox" checked={isOn} onChange={({ target }) => onChange(target.checked)} />
      {label}
    </label>
  )
}

function RequestList({ network }: { readonly network: StoryNetwork }): ReactNode {
  const requests = useSyncExternalStore(network.subscribe, network.getRequests)
  return (
    <ul className="requests" aria-label="Requests that wait">
      {requests.map((request, index) => {
        const title = String(request.key)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: two requests may have one title
          <li key={`${title} ${index}`}>
            <code>{title}</code>
            <span className="buttons">
              <button type="button" aria-label={`Answer ${title}`} onClick={() => request.answer()}>
                Answer
              </button>
              <button type="button" aria-label={`Fail ${title}`} onClick={() => request.fail(new Error(FAILURE))}>
                Fail
              </button>
            </span>
          </li>
        )
      })}
      {requests.length === 0 && <li className="none">No request waits.</li>}
    </ul>
  )
}
