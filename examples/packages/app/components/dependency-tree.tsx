import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { DependencyNode } from '../../api-types.ts'
import { formatBytes, formatCount } from '../format.ts'
import { createPackagePath } from '../routes.ts'

/** A list of dependencies. Each one expands to its own dependencies. */
export function DependencyTree({ nodes }: { readonly nodes: readonly DependencyNode[] }): ReactNode {
  return (
    <ul className="tree">
      {nodes.map((node) => (
        <li key={node.id}>
          <TreeNode node={node} />
        </li>
      ))}
    </ul>
  )
}

function TreeNode({ node: { id, bytes, dependencies, isDeduped } }: { readonly node: DependencyNode }): ReactNode {
  return (
    <>
      <Link href={createPackagePath(id)}>{id}</Link>{' '}
      <span className="about">{isDeduped ? 'deduped' : formatBytes(bytes)}</span>
      {dependencies.length > 0 && (
        <details>
          <summary>{formatCount(dependencies.length, 'dependency', 'dependencies')}</summary>
          <DependencyTree nodes={dependencies} />
        </details>
      )}
    </>
  )
}
