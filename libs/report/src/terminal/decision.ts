import type { Gate, ScanResult } from '@staticfire/findings';
import { gateWords } from '../gate-words.ts';
import { printable } from '../printable.ts';
import { type Page, paragraph, plural, type Style } from './page.ts';

const STYLES: Readonly<Record<Gate['verdict'], Style>> = { passed: 'green', failed: 'red', inconclusive: 'yellow' };

export function describeDecision(page: Page, result: ScanResult): string[] {
  const { verdict } = result.gate;
  const reasons = listReasons(result).flatMap((reason) => paragraph(page, 2, reason));
  return [page.paint(gateWords[verdict], 'bold', STYLES[verdict]), ...reasons];
}

function listReasons(result: ScanResult): string[] {
  const { failing, unknown, waived, failOn } = result.gate;
  const threshold = describeThreshold(failOn);
  const reasons = [
    failing.length > 0 && `${plural(failing.length, 'rule')} ${threshold} failed: ${listIds(failing)}`,
    unknown.length > 0 && `${plural(unknown.length, 'rule')} ${threshold} could not be decided: ${listIds(unknown)}`,
  ].filter((reason) => reason !== false);
  const waivers =
    waived.length === 0 ? [] : [`${plural(waived.length, 'rule')} ${threshold} failed and ${waived.length === 1 ? 'is' : 'are'} waived: ${listIds(waived)}`];
  return [...(reasons.length > 0 ? reasons : [describeQuietGate(result)]), ...waivers];
}

function describeQuietGate({ gate, counts }: ScanResult): string {
  if (gate.verdict === 'inconclusive') return 'The image could not be judged.';
  if (gate.failOn === 'none') return `The gate is open (--fail-on none); ${plural(counts.fail, 'rule')} failed.`;
  const failedBelow = counts.fail - gate.waived.length;
  const below = failedBelow + counts.unknown === 0 ? '' : `; below that, ${failedBelow} failed and ${counts.unknown} are unknown`;
  const but = gate.waived.length === 0 ? '' : ', but for what is waived';
  return `No rule ${describeThreshold(gate.failOn)} failed or is unknown${but}${below}.`;
}

function describeThreshold(failOn: Gate['failOn']): string {
  if (failOn === 'none') return 'at any severity';
  return failOn === 'critical' ? 'of severity critical' : `of severity ${failOn} or above`;
}

function listIds(ids: readonly string[]): string {
  return ids.map((id) => printable(id)).join(', ');
}
