import { CachettaProvider } from 'cachetta/react'
import { Link, Links, Meta, Outlet, Scripts, ScrollRestoration } from 'react-router'

export default function Root() {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <link rel="icon" href="data:," />
        <Meta />
        <Links />
      </head>
      <body>
        <nav>
          <Link to="/">All books</Link>
        </nav>
        <CachettaProvider options={{ duration: '5m' }}>
          <Outlet />
        </CachettaProvider>
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  )
}
