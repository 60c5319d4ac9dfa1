import type { ReactNode } from 'react'

/** What a first visitor sees here, and what to try. */
export function Introduction(): ReactNode {
  return (
    <div className="introduction">
      <p>
        These packages lie in a <code>node_modules</code> folder on the server. The server analyses each one once, for
        all visitors. Your browser keeps what you have seen. A label such as{' '}
        <span className="chip from-server">from the server's page</span> tells where data came from, and how old it is.
      </p>
      <details className="help">
        <summary>Five things to try</summary>
        <ol>
          <li>Open a large package. You see the progress of its first analysis.</li>
          <li>Open the same package in a private window: another visitor, and the server reads from its disk.</li>
          <li>Go back and forth: the data comes from the memory of this tab, and the server is not asked.</li>
          <li>Stop the server with Ctrl-C in its terminal. Reload: each page that you visited is still there.</li>
          <li>
            Add a note and a favourite while the server is stopped. Close the tab, open it again, and start the server:
            both are sent, once.
          </li>
        </ol>
      </details>
    </div>
  )
}
