'use client'

// `use client` turns the export into a reference, which the bundler resolves for the browser and for the render of the server. The
// import by the package's name makes both find the module that client components import.
export { SWRConfig } from 'cachetta/swr'
