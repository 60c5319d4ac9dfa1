import type { HTMLAttributes, SyntheticEvent } from 'react'

const stop = (event: SyntheticEvent): void => event.stopPropagation()

/**
 * Events of the panel end at its edge. React would pass them on to the components around `<CachettaDevtools>`, and the browser to
 * the listeners of the page, for example its keyboard shortcuts.
 */
export const keepEventsInside: HTMLAttributes<HTMLElement> = {
  onChange: stop,
  onClick: stop,
  onFocus: stop,
  onBlur: stop,
  onInput: stop,
  onKeyDown: stop,
  onKeyUp: stop,
  onPointerDown: stop,
  onSubmit: stop,
}
