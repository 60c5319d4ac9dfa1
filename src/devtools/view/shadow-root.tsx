import type { ReactNode } from 'react'
import { useEffect, useReducer, useState } from 'react'
import { createPortal } from 'react-dom'
import { styles } from './styles.ts'

interface ShadowRootProps {
  readonly nonce: string | undefined
  readonly children: ReactNode
}

/**
 * Renders its children into a shadow root at the end of the body: the styles of the page do not reach the panel, and those of the
 * panel do not reach the page. Renders nothing on a server and while the page hydrates.
 */
export function PanelRoot({ children, nonce }: ShadowRootProps): ReactNode {
  const [host] = useState(createHost)
  const [isMounted, setMounted] = useReducer(() => true, false)
  useEffect(() => {
    if (!host) return undefined
    document.body.append(host.element)
    setMounted()
    return () => host.element.remove()
  }, [host])
  useEffect(() => host && addStyles(host.shadow, nonce), [host, nonce])
  // The types of React know no shadow root as a container.
  return host && isMounted ? createPortal(children, host.shadow as unknown as Element) : null
}

function createHost(): { readonly element: HTMLElement; readonly shadow: ShadowRoot } | undefined {
  if (typeof document === 'undefined') return undefined
  const element = document.createElement('cachetta-devtools')
  return { element, shadow: element.attachShadow({ mode: 'open' }) }
}

/** A policy for content (CSP) allows constructed style sheets. It allows an element only with its nonce. */
function addStyles(shadow: ShadowRoot, nonce: string | undefined): void {
  if ('adoptedStyleSheets' in shadow && 'replaceSync' in CSSStyleSheet.prototype) {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(styles)
    shadow.adoptedStyleSheets = [sheet]
    return
  }
  const element = document.createElement('style')
  if (nonce !== undefined) element.nonce = nonce
  element.textContent = styles
  ;(shadow as ParentNode).prepend(element)
}
