import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { DependencyNode } from '../../api-types.ts'
import { formatBytes } from '../format.ts'
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

function TreeNode({ node }: { readonly node: DependencyNode }): ReactNode {
  if (node.dependencies.length === 0) return <NodeLabel node={node} />
  return (
    <details>
      <summary>
        <NodeLabel node={node} />
      </summary>
      <DependencyTree nodes={node.dependencies} />
    </details>
  )
}

function NodeLabel({ node: { id, bytes, isDeduped } }: { readonly node: DependencyNode }): ReactNode {
  return (
    <span>
      <Link href={createPackagePath(id)}>{id}</Link>{' '}
      <span className="about">{isDeduped ? 'deduped' : formatBytes(bytes)}</span>
    </span>
  )
}
