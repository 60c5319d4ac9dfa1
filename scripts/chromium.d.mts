export declare function chromiumLaunch(): { executablePath?: string; args: string[] }
