import packageJson from '../package.json' with { type: 'json' };

/** What documents and reports name as their maker. */
export const TOOL = { name: 'staticfire', version: packageJson.version } as const;
