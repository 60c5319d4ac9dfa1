import type { ReactNode } from 'react'
import { Link } from 'wouter'

export function NotFoundPage(): ReactNode {
  return (
    <>
      <h1>Page not found</h1>
      <p>
        No page has this address. <Link href="/">See all installed packages</Link>
      </p>
    </>
  )
}
