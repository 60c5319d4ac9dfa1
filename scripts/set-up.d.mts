/** Runs `npm ci` in a folder if its lock file changed, after printing the message. Returns false if it fails. */
export declare function npmCi(folder: string, message: string): boolean
