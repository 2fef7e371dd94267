import { join, resolve } from 'node:path';

/** Where built images live: dist/lab of the workspace. */
export const labFolder = resolve(import.meta.dirname, '../../../../dist/lab');

/** Where parts shared between images live. */
export const partFolder = join(labFolder, 'parts');

/** Where the committed demo image lives. */
export const demoFolder = resolve(import.meta.dirname, '../../demo');
