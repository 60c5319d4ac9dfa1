import { CachettaProvider } from 'cachetta/react'
import type { Metadata } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'

export const metadata: Metadata = { title: 'Talks', icons: 'data:,' }

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <nav>
          <Link href="/">All talks</Link>
        </nav>
        <CachettaProvider options={{ duration: '5m' }}>{children}</CachettaProvider>
      </body>
    </html>
  )
}
