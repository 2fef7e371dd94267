import { isSecretSetting, quotableLines } from '@staticfire/analyze/settings';
import { cutExcerpt, type Excerpt } from '@staticfire/facts';
import { ReadError } from '@staticfire/read/bytes';
import { parseToml, type TomlSetting } from '@staticfire/read/formats/toml';
import { defineBankCollector } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { isUnreadableEntry, listFolder } from '../evidence/list-folder.ts';
import { textOf } from '../evidence/quote-lines.ts';
import { RootFiles } from '../evidence/root-files.ts';
import { type SettingsDefaults, settingsDefaults } from './settings-defaults.schema.ts';

/** A Bottlerocket image has exactly one file there; tmpfiles.d links it to /etc/storewolf/defaults.toml. */
const FOLDER = '/usr/share/storewolf';
const MAX_LENGTH = 512 * 1024;
const MAX_TOTAL = 4 * 1024 * 1024;
const MAX_FILES = 100;
const MAX_SETTINGS = 20_000;

interface SettingsFile {
  readonly text: string;
  readonly settings: readonly TomlSetting[];
}

type Setting = Extract<SettingsDefaults['settings'][number], { readonly key: string }>;

export const collectSettingsDefaults = defineBankCollector({
  fact: settingsDefaults,
  reads: ['bank', 'fileSystem'],
  async collect({ bank, fileSystem }, sources): Promise<SettingsDefaults | undefined> {
    const fs = fileSystem('ROOT');
    const entries = (fs && listFolder(fs, FOLDER)?.entries)?.filter(({ name }) => name === '' || name.endsWith('.toml')) ?? [];
    if (fs === undefined || entries.length === 0) return undefined;
    const reader = new RootFiles(fs, bank, sources, MAX_TOTAL);
    const files: { path: string; settings: number }[] = [];
    const settings = new BoundedList<Setting>(MAX_SETTINGS, 'settings');
    for (const [index, entry] of entries.entries()) {
      if (index >= MAX_FILES) settings.add({ $unreadable: { kind: 'limit', structure: FOLDER, message: `more than ${MAX_FILES} files` } });
      if (index >= MAX_FILES) break;
      try {
        if (isUnreadableEntry(entry)) throw entry.error;
        const read = await readSettings(reader, entry.path);
        if (read === undefined) continue;
        files.push({ path: entry.path, settings: read.settings.length });
        const listed = read.settings.filter((setting) => settings.add(describe(setting, entry.path)));
        sources.quote(quoteListed(read, listed, { bank, partition: 'ROOT', path: entry.path }));
      } catch (error) {
        if (!(error instanceof ReadError)) throw error;
        settings.addError(error);
      }
    }
    return { files, settings: settings.elements };
  },
});

/** A link to nothing → undefined. */
async function readSettings(reader: RootFiles, path: string): Promise<SettingsFile | undefined> {
  const bytes = reader.read(path, MAX_LENGTH);
  return bytes && { text: textOf(bytes), settings: await parseToml(bytes, path) };
}

/** Of the settings in the fact; what is secret is told by all of them. */
function quoteListed({ text, settings }: SettingsFile, listed: readonly TomlSetting[], file: Pick<Excerpt, 'bank' | 'partition' | 'path'>): readonly Excerpt[] {
  const named = new Set(listed.map(({ line }) => line));
  const lines = quotableLines(text, settings).filter(({ line }) => named.has(line));
  return lines.map(({ line, text: each }) => ({ ...file, line, text: cutExcerpt(each) }));
}

function describe(setting: TomlSetting, file: string): Setting {
  const { line, key, type, value } = setting;
  const redacted = isSecretSetting(setting);
  return { file, line, key, type, ...(redacted ? {} : { value }), redacted };
}
