import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { createPackagePath } from '../routes.ts'

export function PackageLinks({ ids }: { readonly ids: readonly string[] }): ReactNode {
  return (
    <ul className="links">
      {ids.map((id) => (
        <li key={id}>
          <Link href={createPackagePath(id)}>{id}</Link>
        </li>
      ))}
    </ul>
  )
}
