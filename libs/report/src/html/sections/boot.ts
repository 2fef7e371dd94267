import type { BankText, BootChainText, BootLinkText, SignatureCheckText, VerityText } from '@staticfire/findings';
import { formatSize } from '../../format-size.ts';
import { printable } from '../../printable.ts';
import { bootChain } from '../charts/boot-chain.ts';
import { describeCheck } from '../describe-check.ts';
import { type Content, html, join, type Markup } from '../markup.ts';
import { code, definitions, digest, name, notice, table } from '../parts.ts';
import type { Section } from '../section.ts';

export const bootSection: Section = {
  id: 'boot',
  title: 'Boot chain of trust',
  pieces: ({ result: { image } }) =>
    image.banks.length === 0 ? [html`<p>This result has no bank with content, so there is no chain to show.</p>`] : image.banks.map(describeBank),
};

function describeBank(bank: BankText): Markup {
  const about = `${bank.judged ? 'the boot loader would choose it' : 'not judged'}; ${bank.era === undefined ? 'how it starts could not be told' : `starts as ${printable(bank.era)}`}`;
  return html`<div class="bank"><h3>Bank ${bank.bank}</h3><p>${about}.</p>
<div class="columns"><div>${bootChain(bank)}<p class="chain-legend">${LEGEND}</p></div><div>${describeState(bank)}</div></div>${bank.chain !== undefined && linkTable(bank, bank.chain)}</div>`;
}

const LEGEND =
  'A tick: staticfire recomputed it, every block or the signature and its chain. A dot: a signature or digest is there, and it was not looked at, or nobody in the image vouches for who made it.';

function describeState({ chain, verity }: BankText): Markup {
  return html`${chain === undefined ? notice('warn', 'The boot chain of this bank could not be worked out.') : describeChain(chain)}<h4>dm-verity</h4>${describeVerity(verity)}`;
}

function describeChain({ complete, unprotectedInputs, secureBoot }: BootChainText): Markup {
  return definitions([
    ['Chain', complete ? 'complete: every link is there' : html`<strong class="bad">not complete: a link is missing</strong>`],
    ['Secure Boot', describeSecureBoot(secureBoot)],
    ['Unprotected inputs', unprotectedInputs.length === 0 ? 'none known' : list(unprotectedInputs)],
  ]);
}

function describeSecureBoot(secureBoot: BootChainText['secureBoot']): Content {
  if (secureBoot === undefined) return 'could not be told';
  const { expected, missing } = secureBoot;
  const wanted = expected ? 'expected of this image' : 'not expected of this image';
  return missing.length === 0
    ? `${wanted}; nothing it needs is missing`
    : html`${wanted}; missing: ${join(
        missing.map((each) => code(each)),
        ', ',
      )}`;
}

function describeVerity({ state, algorithm, rootHash, computedRootHash, salt, dataLength, problems }: VerityText): Markup {
  return definitions([
    ['State', state === 'verified' ? 'verified: every block of ROOT was hashed and agrees' : html`<strong class="bad">${VERITY_WORDS[state]}</strong>`],
    problems.length === 0 ? undefined : ['Problems', list(problems)],
    rootHash === undefined ? undefined : ['Root hash asked for', digest(rootHash)],
    computedRootHash === undefined ? undefined : ['Root hash of the data', digest(computedRootHash)],
    algorithm === undefined ? undefined : ['Algorithm', name(algorithm)],
    salt === undefined ? undefined : ['Salt', digest(salt)],
    dataLength === undefined ? undefined : ['Data covered', formatSize(dataLength)],
  ]);
}

export const VERITY_WORDS: Readonly<Record<VerityText['state'], string>> = {
  verified: 'verified',
  broken: 'broken: what was read does not agree',
  absent: 'absent: nothing proves the root filesystem',
  unreadable: 'unreadable: it could not be told',
};

function list(items: readonly string[]): Markup {
  return html`<ul>${items.map((item) => html`<li>${name(item, MAX_TEXT)}</li>`)}</ul>`;
}

function linkTable({ bank }: BankText, { links }: BootChainText): Markup {
  return table({
    caption: `Links of the boot chain of bank ${bank}`,
    columns: ['Step', 'Where', 'Protected by', 'Signature', 'Hands on', 'SHA-256'],
    rows: links.map(linkRow),
  });
}

function linkRow({ step, partition, path, sha256, present, protectedBy, handsOn, check }: BootLinkText): readonly Content[] {
  return [
    code(step),
    present ? html`${partition === undefined ? '' : name(partition)} ${path === undefined ? '' : code(path)}` : html`<strong class="bad">missing</strong>`,
    protectedBy.length === 0 ? html`<strong class="bad">nothing</strong>` : name(protectedBy.join(', ')),
    check === undefined ? '' : describeSignature(check),
    name(handsOn),
    sha256 === undefined ? '' : digest(sha256),
  ];
}

function describeSignature(check: SignatureCheckText): Content {
  const bad = check.verdict === 'refused' || check.verdict === 'invalid';
  const word = bad ? html`<strong class="bad">${check.verdict}</strong>` : check.verdict;
  return html`${word}: ${describeCheck(check)}${check.signers.length === 0 ? '' : html`; by ${name(check.signers.join(', '), MAX_TEXT)}`}`;
}

const MAX_TEXT = 400;
