type Platform = 'node' | 'browser' | 'default'

export declare const doors: Readonly<Record<string, string>>
export declare const platformSources: Readonly<Record<string, readonly string[]>>
export declare function findSources(platform: Platform): Record<string, string>
export declare function aliasSources(platform: Platform): { find: RegExp; replacement: string }[]
export declare function aliasSourcesInRolldown(platform: Platform): Record<string, string>
