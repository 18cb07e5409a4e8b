import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Makes a folder that is not there. Alone where only it is missing: `recursive` never ends below a file system that makes no folders, such as /proc. */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  mkdirSync(path, { recursive: !existsSync(dirname(resolve(path))) });
}
