import { type Pack, type PackFile, type PackProblem, parsePackDocument, type YamlPath } from '../packs/index.ts';

/** What `pack.yaml` says beside what the engine needs. */
export interface PackHeader {
  readonly source: string;
  readonly licence: string;
  readonly eras: string;
}

/** The folder of a pack, as its files name it: `policies/baseline`. */
export function folderOf(pack: Pack): string {
  return headerFile(pack).path.slice(0, -'/pack.yaml'.length);
}

export function headerOf(pack: Pack): PackHeader {
  return headerFile(pack).value as PackHeader;
}

/** Where in a rule's id its file stands: `baseline:files/no-shell` → area `files`, name `no-shell`. */
export function partsOf(ruleId: string): { readonly packId: string; readonly area: string; readonly name: string } {
  const colon = ruleId.indexOf(':');
  const slash = ruleId.indexOf('/', colon);
  return { packId: ruleId.slice(0, colon), area: ruleId.slice(colon + 1, slash), name: ruleId.slice(slash + 1) };
}

/** The file that a rule is written in, inside its pack: `rules/files/no-shell.yaml`, `tables/kernel-config.yaml`. */
export function fileOfRule(ruleId: string, fromTable: boolean): string {
  const { area, name } = partsOf(ruleId);
  return fromTable ? `tables/${area}.yaml` : `rules/${area}/${name}.yaml`;
}

/** One of the pack's files, parsed. */
export function parsedFile(pack: Pack, file: string): unknown {
  return pack.files.find(({ path }) => path === `${folderOf(pack)}/${file}`)?.value;
}

/** A problem placed at a value of one of the pack's files. */
export function problemAt(pack: Pack, file: string, path: YamlPath, message: string): PackProblem {
  const found = pack.files.find((each) => each.path === `${folderOf(pack)}/${file}`);
  const document = found === undefined ? undefined : parsePackDocument(found, []);
  return document?.problem(path, message) ?? { file: `${folderOf(pack)}/${file}`, line: 1, column: 1, message };
}

/** A pack was loaded from a folder with a `pack.yaml`; the one that stands highest is its own. */
function headerFile(pack: Pack): PackFile {
  const headers = pack.files.filter(({ path }) => path.endsWith('/pack.yaml')).sort((a, b) => a.path.length - b.path.length);
  return headers[0]!;
}
