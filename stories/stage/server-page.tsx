import type { ReactNode } from 'react'
import { useEffect, useRef, useState } from 'react'
import type { Root } from 'react-dom/client'
import type { Surroundings } from './stage-context.ts'
import { useSurroundings } from './stage-context.ts'

interface ServerPageProps {
  /** What the server does: returns the HTML of the page, whole or as a stream. */
  readonly respond: (surroundings: Surroundings) => Promise<string | ReadableStream<Uint8Array>>
  /** What the script of the page does, once the HTML is in the element. */
  readonly start: (element: HTMLElement, surroundings: Surroundings) => Root
}

/** A page that a server renders, with a button for each step: the HTML arrives, the script starts. */
export function ServerPage({ respond, start }: ServerPageProps): ReactNode {
  const surroundings = useSurroundings()
  const element = useRef<HTMLDivElement>(null)
  const root = useRef<Root>(undefined)
  const [step, setStep] = useState<'closed' | 'open' | 'complete' | 'started'>('closed')
  useEffect(() => () => queueMicrotask(() => root.current?.unmount()), []) // React is rendering now

  const open = async () => {
    setStep('open')
    surroundings.timeline.add('screen', 'opens the page of the server')
    if (element.current) await showResponse(element.current, await respond(surroundings))
    setStep('complete')
  }
  const startScript = () => {
    setStep('started')
    surroundings.timeline.add('screen', 'the script of the page starts')
    if (element.current) root.current = start(element.current, surroundings)
  }
  return (
    <>
      <div className="toolbar">
        <button type="button" disabled={step !== 'closed'} onClick={() => void open()}>
          Open the page
        </button>
        <button type="button" disabled={step !== 'complete'} onClick={startScript}>
          Start its script
        </button>
      </div>
      <div className="column" ref={element} />
    </>
  )
}

/** Shows HTML as a browser does: part by part, and with its scripts. `withState` sends each flush of React as one part. */
async function showResponse(element: HTMLElement, response: string | ReadableStream<Uint8Array>): Promise<void> {
  const append = (html: string) => element.append(document.createRange().createContextualFragment(html))
  if (typeof response === 'string') {
    append(response)
    return
  }
  const reader = response.getReader()
  const decoder = new TextDecoder()
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    append(decoder.decode(part.value, { stream: true }))
  }
}
