import { useEffect, useRef } from 'react'

/** What a browser does by itself when it loads a page, and what a link inside the application must do: title, top, focus. */
export function useNavigationEffects(title: string): void {
  const previousTitle = useRef(title)
  useEffect(() => {
    // wouter tells every call of `history.pushState` with an event of this name. Back and Forward restore their place themselves.
    const showTop = () => scrollTo(0, 0)
    addEventListener('pushState', showTop)
    return () => removeEventListener('pushState', showTop)
  }, [])
  useEffect(() => {
    if (previousTitle.current === title) return
    previousTitle.current = title
    document.title = title
    // The link that had the focus may be gone. A screen reader goes on at the new page.
    document.getElementById('main')?.focus({ preventScroll: true })
  }, [title])
}
