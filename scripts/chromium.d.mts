export declare function getLaunchOptions(): { executablePath?: string; args: string[]; env: Record<string, string> }
