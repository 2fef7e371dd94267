import { JsonReader, member } from './json-value.ts';
import { parseJson } from './parse-json.ts';

/** One entry of application-inventory.json; members that are missing are empty. */
export interface InventoryEntry {
  readonly name: string;
  readonly publisher: string;
  readonly version: string;
  readonly release: string;
  readonly epoch: string;
  readonly installedTime: string;
  readonly applicationType: string;
  readonly architecture: string;
  readonly url: string;
  readonly summary: string;
  /** Stands for the source of other entries, not for something installed: its summary ends in `(source package)`. */
  readonly sourcePackage: boolean;
}

const MEMBERS = {
  name: 'Name',
  publisher: 'Publisher',
  version: 'Version',
  release: 'Release',
  epoch: 'Epoch',
  installedTime: 'InstalledTime',
  applicationType: 'ApplicationType',
  architecture: 'Architecture',
  url: 'Url',
  summary: 'Summary',
} as const;

/** Bottlerocket's application-inventory.json: an object whose `Content` lists the RPMs of the image (twoliter, imghelper). */
export function parseApplicationInventory(bytes: Uint8Array, file: string): readonly InventoryEntry[] {
  const reader = new JsonReader(file);
  const document = reader.object(parseJson(bytes, file), 'document');
  if (member(document, 'Content') === undefined) throw reader.error('Content', 'nothing', 'an array');
  return reader.objects(document, 'Content', 'document').map((entry, index) => {
    const place = `Content[${index}]`;
    const values = Object.fromEntries(Object.entries(MEMBERS).map(([key, name]) => [key, reader.string(entry, name, place) ?? ''])) as Record<
      keyof typeof MEMBERS,
      string
    >;
    if (values.name === '') throw reader.error(`${place}.Name`, 'nothing', 'a name');
    return { ...values, sourcePackage: values.summary.endsWith('(source package)') };
  });
}
