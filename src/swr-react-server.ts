// The door `cachetta/swr` in a server component: what runs there, and references to what belongs to client components.

export { SWRConfig } from './swr/config-client.ts'
export { unstable_serialize } from './swr/key.ts'
