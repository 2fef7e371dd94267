import { type ControlStatus, type ControlText, controlStatuses, type ScanResult, type Verdict } from '@staticfire/findings';
import { printable, printableProse } from '../printable.ts';
import { field, type Page, paragraph, plural, type Style, wrap } from './page.ts';

/** What is listed one by one, in this order; the rest is counted. */
const LISTED: readonly (readonly [status: ControlStatus, style: Style])[] = [
  ['fail', 'red'],
  ['unknown', 'yellow'],
  ['partial', 'yellow'],
  ['attested', 'cyan'],
  ['deselected', 'dim'],
];
const MAX_REASON = 400;

type Verdicts = ReadonlyMap<string, Verdict>;

/** How the controls of each framework pack stand: counts, then those that want a look. */
export function describeControls(page: Page, { controls, packs, rules }: ScanResult): string[] {
  const verdicts = new Map(rules.map(({ id, verdict }) => [id, verdict]));
  const byPack = Map.groupBy(controls, ({ packId }) => packId);
  const blocks = packs.filter(({ id }) => byPack.has(id)).map(({ id, title }) => describePack(page, title, byPack.get(id)!, verdicts));
  return blocks.flatMap((block, index) => (index === 0 ? block : ['', ...block]));
}

function describePack(page: Page, title: string, controls: readonly ControlText[], verdicts: Verdicts): string[] {
  const tally = controlStatuses.map((status) => [status, controls.filter((each) => each.status === status).length] as const).filter(([, count]) => count > 0);
  const byUserData = controls.filter(({ decided }) => decided === 'user-data').map(({ id }) => printable(id));
  const listed = LISTED.flatMap(([status, style]) => controls.filter((each) => each.status === status).map((control) => [control, style] as const));
  return [
    page.paint(`CONTROLS  ${printableProse(title)}`, 'bold'),
    ...paragraph(page, 2, `${plural(controls.length, 'control')}: ${tally.map(([status, count]) => `${count} ${status}`).join(', ')}`),
    ...listed.flatMap(([control, style]) => describeControl(page, control, style, verdicts)),
    ...(byUserData.length === 0 ? [] : paragraph(page, 2, `Decided with user data: ${byUserData.join(', ')}`)),
    ...describeLapsed(page, controls),
  ];
}

function describeControl(page: Page, control: ControlText, style: Style, verdicts: Verdicts): string[] {
  const label = page.paint(control.status.toUpperCase().padEnd(STATUS_WIDTH), style);
  const column = 4 + STATUS_WIDTH;
  const [first = '', ...rest] = wrap(`${printable(control.id)}  ${printableProse(control.title)}`, page.width - column);
  return [`  ${label}  ${first}`, ...rest.map((line) => `${' '.repeat(column)}${line}`), ...field(page, 6, ...describeWhy(control, verdicts))];
}

const STATUS_WIDTH = 'DESELECTED'.length;

function describeWhy({ status, ruleIds, reason, partial, attestation }: ControlText, verdicts: Verdicts): readonly [label: string, text: string] {
  if (status === 'attested' && attestation !== undefined) return ['by', describeAttestation(attestation)];
  if (status === 'partial') return ['left open', printable([partial, reason].filter((text) => text !== undefined).join('; '), MAX_REASON)];
  if (status === 'deselected') return ['reason', printable(reason ?? '', MAX_REASON)];
  const deciding = ruleIds.filter((id) => verdicts.get(id) === status);
  return [deciding.length === 1 ? 'rule' : 'rules', deciding.map((id) => printable(id)).join(', ')];
}

function describeAttestation({ who, when, validUntil, statement }: NonNullable<ControlText['attestation']>): string {
  return `${printable(who)}, ${when}, until ${validUntil}: ${printable(statement, MAX_REASON)}`;
}

/** Attestations that count as none. */
function describeLapsed(page: Page, controls: readonly ControlText[]): string[] {
  return controls.flatMap(({ id, attestation }) => {
    if (attestation === undefined || attestation.state === 'valid') return [];
    const lapse = attestation.state === 'expired' ? `expired on ${attestation.validUntil}` : `is valid only from ${attestation.when}`;
    return paragraph(page, 2, `The attestation of ${printable(id)} by ${printable(attestation.who)} ${lapse} and counts as none.`);
  });
}
