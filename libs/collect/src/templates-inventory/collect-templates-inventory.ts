import type { BankName, Excerpt } from '@staticfire/facts';
import { ReadError } from '@staticfire/read/bytes';
import { parseToml, type TomlSetting } from '@staticfire/read/formats/toml';
import { defineBankCollector, type SourceLog } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { type FolderEntry, isUnreadableEntry, listFolder } from '../evidence/list-folder.ts';
import { quoteLines, textOf } from '../evidence/quote-lines.ts';
import { RootFiles } from '../evidence/root-files.ts';
import { type TemplatesInventory, templatesInventory } from './templates-inventory.schema.ts';

const FOLDER = '/usr/share/templates';
const MAX_LENGTH = 1024 * 1024;
const MAX_TOTAL = 64 * 1024 * 1024;
/** Those of Bottlerocket have at most 8 KiB, all together 80. */
const MAX_KEPT = 64 * 1024;
/** Of one template. */
const MAX_QUOTED = 1000;
const MAX_HEADER = 16 * 1024;
const MAX_TEMPLATES = 1000;
const MAX_SETTINGS = 10_000;

type Template = Extract<TemplatesInventory['templates'][number], { readonly path: string }>;
type HeaderSetting = Extract<TemplatesInventory['headers'][number], { readonly key: string }>;

export const collectTemplatesInventory = defineBankCollector({
  fact: templatesInventory,
  reads: ['bank', 'fileSystem'],
  async collect({ bank, fileSystem }, sources): Promise<TemplatesInventory | undefined> {
    const fs = fileSystem('ROOT');
    const folder = fs && listFolder(fs, FOLDER);
    if (fs === undefined || folder === undefined) return undefined;
    const files = new RootFiles(fs, bank, sources, MAX_TOTAL);
    const templates = new BoundedList<Template>(MAX_TEMPLATES, 'templates');
    const headers = new BoundedList<HeaderSetting>(MAX_SETTINGS, 'header values');
    for (const entry of folder.entries.slice(0, MAX_TEMPLATES + 1)) {
      try {
        if (isUnreadableEntry(entry)) throw entry.error;
        const { template, settings } = await readTemplate(files, entry, bank, sources);
        if (template === undefined) continue;
        templates.add(template);
        for (const { line, key, value } of settings) headers.add({ template: entry.name, line, key, value });
      } catch (error) {
        if (!(error instanceof ReadError)) throw error;
        templates.addError(error);
        headers.addError(error);
      }
    }
    return { templates: templates.elements, headers: headers.elements };
  },
});

/** Folders and links to nothing are no templates. */
async function readTemplate(
  files: RootFiles,
  { name, path, stat }: FolderEntry,
  bank: BankName,
  sources: SourceLog,
): Promise<{ readonly template?: Template; readonly settings: readonly TomlSetting[] }> {
  if (stat.type !== 'file' && stat.type !== 'symlink') return { settings: [] };
  const read = files.readDigested(path, MAX_LENGTH);
  if (read === undefined) return { settings: [] };
  const { bytes, sha256 } = read;
  if (bytes.length <= MAX_KEPT) {
    sources.keep(bytes, sha256);
    sources.quote(quoteTemplate(bytes, bank, path));
  }
  const header = headerOf(bytes);
  const settings = header === undefined ? [] : await parseToml(header, path);
  return { template: { path, name, size: bytes.length, sha256, hasHeader: header !== undefined }, settings };
}

/** Every line with something in it: what is rendered from it names any of them. */
function quoteTemplate(bytes: Uint8Array, bank: BankName, path: string): readonly Excerpt[] {
  const text = textOf(bytes);
  const lines = text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [index + 1]));
  return quoteLines({ bank, partition: 'ROOT', path, text, lineEnds: 'line-feed' }, lines.slice(0, MAX_QUOTED));
}

/** What stands before the first line of three plus signs. */
function headerOf(bytes: Uint8Array): Uint8Array | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, MAX_HEADER)).toString('latin1');
  const end = /^\+\+\+[ \t\r]*$/m.exec(text)?.index;
  return end === undefined ? undefined : bytes.subarray(0, end);
}
