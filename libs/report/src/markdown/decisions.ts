import { type ControlText, controlStatuses, type ScanResult } from '@staticfire/findings';
import { describeCounts, tallyPacks } from '../tally-packs.ts';
import { code, packProse, prose } from './markdown-text.ts';
import { details, type Section, table } from './section.ts';

const MAX_REASON = 400;

/** What people decided: waivers, also those that do not count, and rules left out. */
export function tableWaivers({ waivers }: ScanResult): Section[] {
  const rows = waivers.map(({ ruleId, subject, owner, expires, state, matches, reason }) => () => [
    code(ruleId),
    subject === undefined ? 'every' : code(subject),
    String(matches),
    prose(owner),
    prose(expires),
    state === 'valid' ? 'valid' : `${state.replaceAll('-', ' ')}: counts as none`,
    prose(reason, MAX_REASON),
  ]);
  return table('Waivers', ['rule', 'subject', 'findings', 'owner', 'until', 'state', 'reason'], rows, 'waiver');
}

export function tableDeselected({ deselected }: ScanResult): Section[] {
  const rows = deselected.map(({ kind, id, reason }) => () => [kind, code(id), prose(reason, MAX_REASON)]);
  return table('Deselected: not judged, so this is not a pass', ['', 'id', 'reason'], rows, 'row');
}

/** How many controls of each framework have each status; those that fail or are unknown by name. */
export function tableControls({ packs, controls, controlCounts }: ScanResult): Section[] {
  const titles = new Map(packs.map(({ id, title }) => [id, title]));
  const rows = Object.entries(controlCounts).map(([pack, counts]) => () => [
    packProse(titles.get(pack) ?? pack),
    controlStatuses
      .filter((status) => counts[status] > 0)
      .map((status) => `${counts[status]} ${status}`)
      .join(', '),
  ]);
  const open = controls.filter(({ status }) => status === 'fail' || status === 'unknown');
  return [
    ...table('Controls', ['framework', 'controls'], rows, 'framework'),
    ...details(
      'Controls that fail or are unknown',
      open.map((control) => () => describeControl(control)),
      'control',
    ),
  ];
}

function describeControl({ packId, id, status, title }: ControlText): string {
  return `${status} ${code(`${packId}/${id}`)} ${packProse(title)}`;
}

/** What became of everything that each pack asks. */
export function tablePacks(result: ScanResult): Section[] {
  const rows = tallyPacks(result).map(({ pack, rules, controls, deselected, leftOut }) => () => [
    code(`${pack.id} ${pack.version}`),
    describeCounts('rule', rules) ?? '',
    describeCounts('control', controls) ?? '',
    String(deselected),
    String(leftOut.length),
  ]);
  return table('Packs', ['pack', 'rules', 'controls', 'rules not selected', 'rows left out'], rows, 'pack');
}

/** Rows of the packs' sources without a rule. */
export function listLeftOut({ packs }: ScanResult): Section[] {
  const rows = packs.flatMap(({ id: pack, leftOut = [] }) =>
    leftOut.map(
      ({ id, reason }) =>
        () =>
          `${code(`${pack}:${id}`)} ${prose(reason, MAX_REASON)}`,
    ),
  );
  return details('What the sources of packs ask and no rule decides', rows, 'row');
}
