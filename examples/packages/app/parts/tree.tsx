import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Branch } from '../../answers.ts'
import { packagePath } from '../routes.ts'
import { bytesInWords } from '../words.ts'

/** Dependencies and theirs, to be unfolded. */
export function Tree({ branches }: { readonly branches: readonly Branch[] }): ReactNode {
  return (
    <ul className="tree">
      {branches.map((branch) => (
        <li key={branch.id}>
          <BranchView branch={branch} />
        </li>
      ))}
    </ul>
  )
}

function BranchView({ branch }: { readonly branch: Branch }): ReactNode {
  if (branch.branches.length === 0) return <Leaf branch={branch} />
  return (
    <details>
      <summary>
        <Leaf branch={branch} />
      </summary>
      <Tree branches={branch.branches} />
    </details>
  )
}

function Leaf({ branch: { id, bytes, isRepeated } }: { readonly branch: Branch }): ReactNode {
  return (
    <span>
      <Link href={packagePath(id)}>{id}</Link>{' '}
      <span className="about">{isRepeated ? 'as above' : bytesInWords(bytes)}</span>
    </span>
  )
}
