import type { KeyboardEvent, ReactNode } from 'react'
import { useRef } from 'react'

export interface Tab<Name extends string> {
  readonly name: Name
  readonly title: string
}

interface TabsProps<Name extends string> {
  readonly tabs: readonly Tab<Name>[]
  readonly selected: Name
  onSelect(name: Name): void
}

/** A list of tabs: one stop of the Tab key; the arrow keys, Home and End select a tab. */
export function Tabs<Name extends string>({ onSelect, selected, tabs }: TabsProps<Name>): ReactNode {
  const list = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent): void => {
    const index = tabs.findIndex(({ name }) => name === selected)
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: index + 1,
      ArrowLeft: index - 1 + tabs.length,
      Home: 0,
      End: tabs.length - 1,
    }
    const step = steps[event.key]
    const target = step === undefined ? undefined : tabs[step % tabs.length]
    if (!target) return
    event.preventDefault()
    onSelect(target.name)
    list.current?.querySelector<HTMLElement>(`[data-tab="${target.name}"]`)?.focus()
  }
  return (
    <div role="tablist" aria-label="Views" className="tabs" ref={list} onKeyDown={onKeyDown}>
      {tabs.map(({ name, title }) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          data-tab={name}
          aria-selected={name === selected}
          aria-controls={name === selected ? 'view' : undefined}
          tabIndex={name === selected ? 0 : -1}
          onClick={() => onSelect(name)}
        >
          {title}
        </button>
      ))}
    </div>
  )
}
