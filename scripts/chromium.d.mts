export declare function chromiumLaunch(): { executablePath?: string; args: string[]; env: Record<string, string> }
