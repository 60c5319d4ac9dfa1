// The door `cachetta/swr/infinite` in a server component.

export { unstable_serialize } from './swr/list-key.ts'
