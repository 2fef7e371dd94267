import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CheckedDocument, documentDigest, type KnownExpression, loadPacks, type PackFile, parsePackDocument } from '@staticfire/evaluate/packs';
import { factCatalogue } from '@staticfire/scan/judge';
import { YAML_NAME } from './configuration/yaml-name.ts';

/** Beside the folder `policies` of a build: what its files say, so that they need not be parsed and held against their schemas at every start. */
const PARSED = 'policies.json';

/** By path: the digest of the text, what it says, and what was found out about that. */
type ParsedFiles = Readonly<Record<string, { readonly sha256: string; readonly value: unknown; readonly checked: CheckedDocument }>>;

/** The packs' files below `folder/policies`; those that are still what the build parsed come with what they say. */
export function readPolicyFiles(folder: string): readonly PackFile[] {
  const parsed = readParsed(join(folder, PARSED));
  return listTexts(folder).map(({ path, text }) => {
    const known = parsed[path];
    return known === undefined || known.sha256 !== digestOf(text) ? { path, text } : { path, text, value: known.value, checked: known.checked };
  });
}

/** The content of `policies.json`, of packs that load. Throws when one does not. */
export function renderParsed(folder: string): string {
  const expressions = new Map<string, Record<string, KnownExpression>>();
  loadPacks(listTexts(folder), factCatalogue, (file, key, { type, paths }) => expressions.set(file, { ...expressions.get(file), [key]: { type, paths } }));
  const entries = listTexts(folder).map(({ path, text }) => {
    const document = parsePackDocument({ path, text }, []);
    if (document === undefined) throw new Error(`${path} is no YAML of a pack`);
    const checked = { digest: documentDigest(document.value), expressions: expressions.get(path) ?? {} };
    return [path, { sha256: digestOf(text), value: document.value, checked }];
  });
  return JSON.stringify(Object.fromEntries(entries));
}

function listTexts(folder: string): { path: string; text: string }[] {
  const names = readdirSync(join(folder, 'policies'), { recursive: true, encoding: 'utf8' }).filter((name) => YAML_NAME.test(name));
  return names.sort().map((name) => ({ path: `policies/${name.replaceAll('\\', '/')}`, text: readFileSync(join(folder, 'policies', name), 'utf8') }));
}

function readParsed(path: string): ParsedFiles {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as ParsedFiles) : {};
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
