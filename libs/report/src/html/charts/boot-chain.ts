import type { BankText, BootLinkText, VerityText } from '@staticfire/findings';
import { printable } from '../../printable.ts';
import { describeCheck } from '../describe-check.ts';
import { html, type Markup } from '../markup.ts';

const WIDTH = 520;
const ROW = 74;
const NODE_X = 24;
const TEXT_X = 54;
/** Characters of each kind of text that fit beside the nodes. */
const FIT = { title: 34, path: 52, note: 66 } as const;

/** verified: recomputed by us. sealed: something signs or hashes it, and whether that holds was not looked at, or nobody in the image vouches for who made it. */
type LinkState = 'verified' | 'sealed' | 'unprotected' | 'missing' | 'broken' | 'unreadable';

interface Row {
  readonly state: LinkState;
  readonly title: string;
  readonly word: string;
  readonly path: string;
  readonly note: string;
}

/** One row for each link from the firmware's first program to the root filesystem under dm-verity; below, apart, what takes part and nothing protects. */
export function bootChain({ bank, chain, verity }: BankText): Markup {
  const links = [...(chain?.links ?? []).slice(0, MAX_LINKS).map((link) => rowOfLink(link, verity)), rowOfVerity(verity)];
  const inputs = (chain?.unprotectedInputs ?? []).slice(0, MAX_INPUTS).map(rowOfInput);
  const rows = [...links, ...inputs];
  const words = rows.map(({ title, word }) => `${title}: ${word}`).join('; ');
  const height = rows.length * ROW;
  return html`<div class="scroll" role="region" aria-label="Boot chain of bank ${bank}" tabindex="0"><svg class="chain" viewBox="0 0 ${WIDTH} ${height}" role="img"><title>Boot chain of trust of bank ${bank}</title><desc>${words}</desc>${rows.map((row, index) => draw(row, index, links[index + 1]))}</svg></div>`;
}

const MAX_LINKS = 24;
const MAX_INPUTS = 8;

function rowOfLink({ step, partition, path, present, protectedBy, handsOn, check }: BootLinkText, verity: VerityText): Row {
  const place = [partition, path].filter((part) => part !== undefined).join(' ');
  const row = (state: LinkState, word: string, note: string): Row => ({ state, word, title: step, path: place, note: `${note}; hands on: ${handsOn}` });
  if (!present) return row('missing', 'missing', 'it is not there');
  if (protectedBy.length === 0) return row('unprotected', 'unprotected', 'nothing signs or hashes it');
  if (protectedBy.includes('dm-verity')) return row(VERITY_STATES[verity.state], verity.state, 'the tree of dm-verity');
  if (check === undefined || check.verdict === 'unchecked') return row('sealed', wordOfSeal(protectedBy), `${protectedBy.join(', ')}, not verified`);
  return row(CHECK_STATES[check.verdict], CHECK_WORDS[check.verdict], `${protectedBy.join(', ')}: ${describeCheck(check)}`);
}

const CHECK_STATES = { vouched: 'verified', enrolled: 'verified', outside: 'sealed', refused: 'broken', invalid: 'broken' } as const;
const CHECK_WORDS = {
  vouched: 'signature holds',
  enrolled: 'signature holds',
  outside: 'signature holds',
  refused: 'refused',
  invalid: 'signature does not hold',
} as const;

function wordOfSeal(protectedBy: readonly string[]): string {
  if (protectedBy.includes('authenticode') || protectedBy.includes('openpgp')) return 'signature is there';
  return protectedBy.includes('uki') ? 'inside the UKI' : 'digest is there';
}

/** Beside the chain: no link leads to it, and it changes what starts. */
function rowOfInput(input: string): Row {
  return { state: 'unprotected', word: 'unprotected', title: 'input', path: input, note: 'takes part in the boot; nothing signs or hashes it' };
}

function rowOfVerity({ state, rootHash, computedRootHash }: VerityText): Row {
  const hash = computedRootHash ?? rootHash;
  return {
    state: VERITY_STATES[state],
    word: state,
    title: 'root filesystem',
    path: hash === undefined ? 'no root hash' : `root hash ${hash}`,
    note: VERITY_NOTES[state],
  };
}

const VERITY_STATES: Readonly<Record<VerityText['state'], LinkState>> = {
  verified: 'verified',
  broken: 'broken',
  absent: 'missing',
  unreadable: 'unreadable',
};

const VERITY_NOTES: Readonly<Record<VerityText['state'], string>> = {
  verified: 'every block agrees with the root hash',
  broken: 'the data do not agree with the root hash',
  absent: 'there is no dm-verity',
  unreadable: 'it could not be told',
};

function draw({ state, title, word, path, note }: Row, index: number, next: Row | undefined): Markup {
  const y = index * ROW;
  const middle = y + 24;
  const line = next === undefined ? '' : html`<path class="link to-${next.state}" d="M${NODE_X} ${middle + 15}V${middle + ROW - 15}"/>`;
  return html`${line}${NODES[state](middle)}<text class="step" x="${TEXT_X}" y="${y + 20}">${fit(title, FIT.title)}</text><text class="word ${state}" x="${WIDTH - 4}" y="${y + 20}">${word}</text><text class="path" x="${TEXT_X}" y="${y + 38}">${fit(path, FIT.path)}</text><text class="note" x="${TEXT_X}" y="${y + 55}">${fit(note, FIT.note)}</text>`;
}

/** Disc with tick, ring with dot, ring with exclamation mark, dashed square with cross, full diamond with cross, ring with question mark: told apart without colour. */
const NODES: Readonly<Record<LinkState, (y: number) => Markup>> = {
  verified: (y) => html`<circle class="node verified" cx="${NODE_X}" cy="${y}" r="13"/><path class="mark inverse" d="M${NODE_X - 6} ${y}l4 5l8 -10"/>`,
  sealed: (y) => html`<circle class="node sealed" cx="${NODE_X}" cy="${y}" r="12"/><circle class="seal" cx="${NODE_X}" cy="${y}" r="4"/>`,
  unprotected: (y) => html`<circle class="node unprotected" cx="${NODE_X}" cy="${y}" r="12"/><path class="mark warn" d="M${NODE_X} ${y - 6}v7m0 4v1"/>`,
  missing: (y) =>
    html`<rect class="node missing" x="${NODE_X - 12}" y="${y - 12}" width="24" height="24"/><path class="mark bad" d="M${NODE_X - 5} ${y - 5}l10 10m0 -10l-10 10"/>`,
  broken: (y) =>
    html`<path class="node broken" d="M${NODE_X} ${y - 15}l15 15l-15 15l-15 -15z"/><path class="mark inverse" d="M${NODE_X - 5} ${y - 5}l10 10m0 -10l-10 10"/>`,
  unreadable: (y) =>
    html`<circle class="node unreadable" cx="${NODE_X}" cy="${y}" r="12"/><path class="mark warn" d="M${NODE_X - 3.5} ${y - 3}a3.5 3.5 0 1 1 5.5 2.8q-2 1 -2 3m0 2.5v1.5"/>`,
};

function fit(text: string, most: number): string {
  const shown = printable(text, MAX_TEXT);
  return shown.length <= most
    ? shown
    : `${Array.from(shown)
        .slice(0, most - 1)
        .join('')}…`;
}

const MAX_TEXT = 400;
