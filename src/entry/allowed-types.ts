/** A class that may be stored and revived. Its own enumerable properties are kept; its constructor is not called. */
// biome-ignore lint/complexity/noBannedTypes: any class at all, of whatever constructor arguments
export type AllowedClass = Function & { readonly prototype: object }
