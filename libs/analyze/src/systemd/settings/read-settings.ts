import { ReadError } from '@staticfire/read/bytes';
import { readSystemdConfigText, type SystemdConfigText } from '@staticfire/read/formats/linux-text';
import type { UnitTree } from '../files/unit-tree.ts';
import type { UnitType } from '../names/unit-name.ts';
import { knownSettings } from './known-settings.ts';
import type { UnitProblem, UnitSetting } from './unit-setting.ts';

/** What a file sets for a unit of one type. */
export interface FileSettings {
  readonly settings: readonly UnitSetting[];
  readonly problems: readonly UnitProblem[];
  /** Where systemd gives the file up. */
  readonly end?: ReadError;
}

const EMPTY: FileSettings = { settings: [], problems: [] };

/** Files that have been read, so that several readers of one image read each once. */
export type ReadTexts = Map<string, SystemdConfigText | undefined>;

/** Reads unit files and drop-ins, each once for each type of unit. */
export class SettingsReader {
  readonly #tree: UnitTree;
  readonly #release: number;
  readonly #texts: ReadTexts;
  readonly #read = new Map<string, FileSettings>();

  constructor(tree: UnitTree, release: number, texts: ReadTexts = new Map()) {
    this.#tree = tree;
    this.#release = release;
    this.#texts = texts;
  }

  /** A file that a link leads to is named by the link; nothing to read → no settings. Errors of reading it are its `end`. */
  read(path: string, type: UnitType): FileSettings {
    const key = `${type} ${path}`;
    const known = this.#read.get(key);
    if (known !== undefined) return known;
    const read = this.#sort(path, type);
    this.#read.set(key, read);
    return read;
  }

  #sort(path: string, type: UnitType): FileSettings {
    const text = this.#text(path);
    if (text === undefined) return EMPTY;
    const settings: UnitSetting[] = [];
    const problems: UnitProblem[] = [];
    const tables = knownSettings(type, this.#release);
    // What stands in a section without a name is skipped as in any other that does not count.
    let outside = true;
    for (const entry of text.entries) {
      const { line, section } = entry;
      const table = tables.get(section);
      outside &&= entry.kind !== 'section';
      if (entry.kind === 'section') {
        if (table === undefined && !section.startsWith('X-')) problems.push({ kind: 'unknown-section', path, line, text: section });
      } else if (entry.kind === 'assignment' && table !== undefined) {
        settings.push({ section, key: entry.key, value: entry.value!, path, line });
        if (!table.has(entry.key) && !entry.key.startsWith('X-')) problems.push({ kind: 'unknown-key', path, line, text: entry.key });
      } else if (entry.kind === 'ignored' && (table !== undefined || outside)) {
        problems.push({ kind: outside ? 'outside-section' : 'no-assignment', path, line, text: entry.key });
      }
    }
    return { settings, problems, ...(text.end === undefined ? {} : { end: text.end }) };
  }

  #text(path: string): SystemdConfigText | undefined {
    if (this.#texts.has(path)) return this.#texts.get(path);
    const node = this.#tree.chase(path)?.node;
    const text = node?.kind === 'file' ? readText(node.content, path) : node?.kind === 'unreadable' ? { entries: [], end: node.error } : undefined;
    this.#texts.set(path, text);
    return text;
  }
}

function readText(content: Uint8Array, path: string): SystemdConfigText {
  try {
    return readSystemdConfigText(content, path);
  } catch (error) {
    if (error instanceof ReadError) return { entries: [], end: error };
    throw error;
  }
}
