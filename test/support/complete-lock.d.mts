export function missingFrom(lock: object): { name: string; version: string; dev: boolean }[];
