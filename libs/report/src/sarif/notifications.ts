import type { CoveredFact, Finding, ScanResult } from '@staticfire/findings';
import type { Notification, ReportingDescriptor } from 'sarif';
import { inertText } from './inert.ts';
import { proseMessage } from './message-text.ts';
import type { SarifProfile } from './sarif-options.ts';

/** `error`: results cannot be taken for complete (SARIF appendix I). */
const KINDS = {
  'coverage/unreadable': ['error', 'A fact could not be read'],
  'coverage/partial': ['error', 'Elements of a fact could not be read'],
  'coverage/limit': ['note', 'Something that this version does not look at, whatever the image'],
  'gate/unknown': ['error', 'A rule that the gate asks for could not be decided'],
  'image/changed': ['error', 'The image changed while it was scanned'],
  'image/unreadable': ['error', 'The partition table could not be read'],
  'results/cut': ['error', 'There are more results than a report may hold'],
  'rule/error': ['error', 'The expression of a rule failed'],
  'selection/deselected': ['note', 'The tailoring leaves a rule or a control out'],
  'waiver/expired': ['warning', 'A waiver is past its last day'],
  'waiver/not-yet-valid': ['warning', 'A waiver is before its first day'],
  'waiver/unused': ['warning', 'No finding is what a waiver is about'],
} as const satisfies Record<string, readonly [Notification.level, string]>;

type NotificationId = keyof typeof KINDS;

export const notificationDescriptors: readonly ReportingDescriptor[] = Object.entries(KINDS).map(([id, [level, text]]) => ({
  id,
  shortDescription: { text },
  defaultConfiguration: { level },
}));

/** What may have kept results from being found or told. */
export function executionNotifications(result: ScanResult, left: readonly Finding[], profile: SarifProfile): readonly Notification[] {
  const notify = notifier(result, profile);
  return [
    ...cutNotice(left).map((text) => notify('results/cut', text)),
    ...result.gate.unknown.map((ruleId) => notify('gate/unknown', `Rule ${ruleId} is unknown: ${reasonOf(result, ruleId)}`, ruleId)),
    ...(profile === 'github' ? [] : readingNotices(result).map(([id, text]) => notify(id, text))),
  ];
}

/** What the user's own files or the packs make of the scan. */
export function configurationNotifications(result: ScanResult, profile: SarifProfile): readonly Notification[] {
  const notify = notifier(result, profile);
  return [
    ...result.ruleErrors.map(({ ruleId, message }) => notify('rule/error', `Rule ${ruleId}: ${message}`, ruleId)),
    ...result.deselected.map(({ kind, id, title, reason }) =>
      notify('selection/deselected', `${kind === 'rule' ? 'Rule' : 'Control'} ${id} is left out (${title}): ${reason}`),
    ),
    ...result.waivers.flatMap(({ state, matches, ruleId, subject, owner, expires, from, place }) => {
      const about = `The waiver of ${ruleId}${subject === undefined ? '' : ` for ${subject}`} by ${owner} (${place.path}:${place.line})`;
      if (state === 'expired') return [notify('waiver/expired', `${about} expired after ${expires}`, ruleId)];
      if (state === 'not-yet-valid') return [notify('waiver/not-yet-valid', `${about} begins on ${from ?? 'a later day'}`, ruleId)];
      return matches === 0 ? [notify('waiver/unused', `${about} matches no failing finding`, ruleId)] : [];
    }),
  ];
}

function notifier({ rules }: ScanResult, profile: SarifProfile) {
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  return (id: NotificationId, text: string, ruleId?: string): Notification => {
    const index = ruleId === undefined ? undefined : indexes.get(ruleId);
    return {
      descriptor: { id },
      level: KINDS[id][0],
      message: { text: proseMessage(text, profile) },
      ...(ruleId === undefined || index === undefined ? {} : { associatedRule: { id: inertText(ruleId), index } }),
    };
  };
}

function cutNotice(left: readonly Finding[]): readonly string[] {
  const [first] = left;
  if (first === undefined) return [];
  return [`${left.length} results, less severe than those that are told, are left out; the first is of ${first.ruleId}. The JSON result has them all.`];
}

function reasonOf({ findings }: ScanResult, ruleId: string): string {
  return findings.find((finding) => finding.ruleId === ruleId && finding.verdict === 'unknown')?.reason ?? 'its evidence could not be read';
}

type Notice = readonly [NotificationId, string];

function readingNotices({ coverage, image, input }: ScanResult): readonly Notice[] {
  return [
    ...(image.unreadable === undefined ? [] : [['image/unreadable', `The partition table could not be read: ${image.unreadable}`] as const]),
    ...(input.unchanged ? [] : [['image/changed', `The image ${input.path} is not what it was before the scan`] as const]),
    ...coverage.facts.flatMap(coverageNotice),
    ...coverage.limits.map((limit) => ['coverage/limit', limit] as const),
  ];
}

function coverageNotice({ name, bank, state, problem = 'no cause is told', unreadableElements }: CoveredFact): readonly Notice[] {
  const about = `fact ${name}${bank === undefined ? '' : ` (bank ${bank})`}`;
  if (state === 'unreadable') return [['coverage/unreadable', `The ${about} could not be read: ${problem}`]];
  if (state !== 'partial') return [];
  const count = unreadableElements === undefined ? 'Elements' : `${unreadableElements} elements`;
  return [['coverage/partial', `${count} of the ${about} could not be read: ${problem}`]];
}
