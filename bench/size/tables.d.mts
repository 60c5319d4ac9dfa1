export declare function listCapabilities(): Promise<string>
