import { parseOsRelease } from '@staticfire/read/formats/linux-text';
import { defineBankCollector } from '../collector.ts';
import { type ReleaseIdentity, releaseIdentity } from './release-identity.schema.ts';

/** At run time /etc/os-release is a link to it. */
const PATH = '/usr/lib/os-release';
const MAX_LENGTH = 64 * 1024;
const KEYS = {
  name: 'NAME',
  id: 'ID',
  version: 'VERSION',
  versionId: 'VERSION_ID',
  prettyName: 'PRETTY_NAME',
  variantId: 'VARIANT_ID',
  buildId: 'BUILD_ID',
} as const;

export const collectReleaseIdentity = defineBankCollector({
  fact: releaseIdentity,
  reads: ['rootText'],
  collect({ rootText }, sources): ReleaseIdentity | undefined {
    const file = rootText(PATH, MAX_LENGTH, sources);
    if (file === undefined) return undefined;
    const fields = parseOsRelease(file.text);
    const known = Object.entries(KEYS).flatMap(([property, key]) => {
      const value = fields.findLast((field) => field.key === key)?.value;
      return value === undefined ? [] : [[property, value]];
    });
    return { path: PATH, ...Object.fromEntries(known), fields };
  },
});
