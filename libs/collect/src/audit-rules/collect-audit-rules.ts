import { ReadError } from '@staticfire/read/bytes';
import { cutLines } from '@staticfire/read/formats/linux-text';
import { defineBankCollector } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { type FolderEntry, isUnreadableEntry, listFolders, type UnreadableEntry } from '../evidence/list-folder.ts';
import { quoteLines, textOf } from '../evidence/quote-lines.ts';
import { RootFiles } from '../evidence/root-files.ts';
import { type AuditRules, auditRules } from './audit-rules.schema.ts';

type RulesFile = Exclude<AuditRules['files'][number], { readonly $unreadable: unknown }>;
type Rule = Exclude<AuditRules['rules'][number], { readonly $unreadable: unknown }>;

/** Anatomy 6.2: where the package has them, and where audit's own tools look (auditctl(8), augenrules(8)). */
const FOLDERS = ['/usr/share/audit', '/usr/share/factory/etc/audit', '/usr/share/factory/etc/audit/rules.d', '/usr/lib/audit/rules.d'];
const MAX_LENGTH = 256 * 1024;
const MAX_TOTAL = 4 * 1024 * 1024;
const MAX_FILES = 100;
const MAX_RULES = 5000;

export const collectAuditRules = defineBankCollector({
  fact: auditRules,
  reads: ['bank', 'fileSystem'],
  collect({ bank, fileSystem }, sources): AuditRules | undefined {
    const fs = fileSystem('ROOT');
    const entries = fs === undefined ? [] : listFolders(fs, FOLDERS).flatMap((folder) => folder.entries);
    const named = entries.filter((entry) => isUnreadableEntry(entry) || entry.name.endsWith('.rules'));
    if (fs === undefined || named.length === 0) return undefined;
    const reader = new RootFiles(fs, bank, sources, MAX_TOTAL);
    const files = new BoundedList<RulesFile>(MAX_FILES, 'files with audit rules');
    const rules = new BoundedList<Rule>(MAX_RULES, 'audit rules');
    for (const entry of named.slice(0, MAX_FILES + 1)) {
      try {
        const bytes = readEntry(reader, entry);
        if (bytes === undefined || !files.add({ path: entry.path, size: bytes.length })) continue;
        const text = textOf(bytes);
        const listed = parseRules(entry.path, text).filter((rule) => rules.add(rule));
        const lines = listed.map(({ line }) => line);
        sources.quote(quoteLines({ bank, partition: 'ROOT', path: entry.path, text, lineEnds: 'line-feed' }, lines));
      } catch (error) {
        if (!(error instanceof ReadError)) throw error;
        for (const list of [files, rules]) list.addError(error);
      }
    }
    return { files: files.elements, rules: rules.elements };
  },
});

/** A link to nothing, or a folder, is no file with rules. */
function readEntry(reader: RootFiles, entry: FolderEntry | UnreadableEntry): Uint8Array | undefined {
  if (isUnreadableEntry(entry)) throw entry.error;
  return reader.exists(entry.path) ? reader.read(entry.path, MAX_LENGTH) : undefined;
}

/** auditctl takes a line that starts with # as a comment, and cuts words at spaces (audit's src/auditctl.c). */
function parseRules(file: string, text: string): Rule[] {
  return cutLines(text, 'line-feed').flatMap((line, index) => {
    const options = line.split(/[ \t\r]+/).filter((word) => word !== '');
    return options.length === 0 || options[0]!.startsWith('#') ? [] : [{ file, line: index + 1, options }];
  });
}
