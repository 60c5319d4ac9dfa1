import type { Engine } from './engine.ts'
import type { Remembered } from './memory.ts'

// What the server's page shows, for the render that hydrates it: whatever a disk or another tab delivers before that boundary
// is hydrated, the first render is the server's.
//
//     page     |--HTML shows v1--|               |--boundary hydrates: v1--|--then v2--|
//     disk              | v2 |

export function serve(engine: Engine, id: string, remembered: Remembered): void {
  engine.served ??= new Map()
  engine.served.set(id, remembered)
}

export function servedOf(engine: Engine, id: string): Remembered | undefined {
  return engine.served?.get(id)
}
