import type { BankText, ScanResult } from '@staticfire/findings';
import { formatSize } from '../format-size.ts';
import { describeRelease } from '../terminal/header.ts';
import { code, prose } from './markdown-text.ts';
import { details, fixed, row, type Section } from './section.ts';

const MAX_PROBLEM = 400;

/** Which file was scanned, what it is, and with which packs. */
export function describeImage({ input, release, bank, image, packs, profiles, userData, tool }: ScanResult): Section {
  const rows: readonly (readonly [name: string, value: string])[] = [
    ['file', `${code(input.path)} (${formatSize(input.before.size)})`],
    ['sha256', code(input.sha256)],
    ...(input.containerNotes ?? []).map((note) => ['container', prose(note)] as const),
    ...(input.others ?? []).map((other) => [other.holds, `${code(other.path)} (${formatSize(other.before.size)}), sha256 ${code(other.sha256)}`] as const),
    ['unchanged', input.unchanged ? 'yes' : '**no**: not the same after the scan'],
    ['release', prose(describeRelease(release))],
    ['bank', bank ?? 'none can boot'],
    ...image.banks.map((each) => [`dm-verity of bank ${each.bank}`, describeVerity(each)] as const),
    ['packs', packs.map(({ id, version }) => code(`${id} ${version}`)).join(', ') || 'none'],
    ...(profiles.length === 0 ? [] : [['profiles', profiles.map((id) => code(id)).join(', ')] as const]),
    ...(userData === undefined ? [] : [['user data', `${code(userData.path)}, sha256 ${code(userData.sha256)}`] as const]),
    ['scanned by', code(`${tool.name} ${tool.version}`)],
  ];
  return fixed(`\n### Image\n\n${row(['', ''])}${row(['---', '---'])}${rows.map((cells) => row(cells)).join('')}`);
}

function describeVerity({ verity: { state, problems } }: BankText): string {
  return [state, ...problems.slice(0, 1).map((problem) => prose(problem, MAX_PROBLEM))].join(': ');
}

/** What could not be read, and what this version does not look at. */
export function listCoverage({ coverage: { facts, limits } }: ScanResult): Section[] {
  const open = facts.filter(({ state }) => state === 'unreadable' || state === 'partial');
  return [
    ...details(
      'Facts that could not be read, or not in full',
      open.map(
        ({ name, bank, state, problem }) =>
          () =>
            `${state} ${code(bank === undefined ? name : `${name} (bank ${bank})`)} ${prose(problem ?? '', MAX_PROBLEM)}`,
      ),
      'fact',
    ),
    ...details(
      'What is not looked at',
      limits.map((limit) => () => prose(limit)),
      'sentence',
    ),
  ];
}
