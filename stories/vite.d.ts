// Vite's own names: `?raw` is the text of a file, `import.meta.glob` finds files.
/// <reference types="vite/client" />
