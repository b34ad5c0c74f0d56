/** Writes the assets into `target`, which is made if need be. */
export function buildAssets(target: string): Promise<void>;
