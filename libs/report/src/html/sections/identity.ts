import type { ScanResult } from '@staticfire/findings';
import { formatSize } from '../../format-size.ts';
import { printable } from '../../printable.ts';
import { describeCounts, tallyPacks } from '../../tally-packs.ts';
import { plural } from '../../terminal/page.ts';
import { groupDigits } from '../figures.ts';
import { type Content, html, join, type Markup } from '../markup.ts';
import { code, definitions, digest, name, table } from '../parts.ts';
import type { Section } from '../section.ts';

export const identitySection: Section = {
  id: 'identity',
  title: 'What was scanned',
  pieces: ({ result }) => [
    html`<div class="columns"><div><h3>Image</h3>${describeImage(result)}</div><div><h3>Scan</h3>${describeScan(result)}</div></div>`,
    table({
      caption: 'Packs: what was asked',
      columns: ['Pack', 'Version', 'Title', 'Digest of its content (SHA-256)'],
      rows: result.packs.map(({ id, version, title, digest: sha256 }) => [code(id), name(version), name(title), digest(sha256)]),
    }),
    describePacks(result),
    describeLeftOut(result),
    describeParameters(result),
  ],
};

function describeImage({ input, image, release, bank }: ScanResult): Markup {
  const unknown = 'unknown: the image does not say';
  return definitions([
    ['File', code(input.path, MAX_PATH)],
    ['SHA-256', digest(input.sha256)],
    ['Size', html`${groupDigits(input.before.size)} bytes (${formatSize(input.before.size)})`],
    ['Container', containers[input.container]],
    ...(input.containerNotes ?? []).map((note) => ['Of the container', name(note)] as const),
    ['Unchanged', describeUnchanged(input)],
    image.diskGuid === undefined ? undefined : ['Disk GUID', digest(image.diskGuid)],
    ['Release', release.prettyName === '' ? unknown : name(release.prettyName)],
    ['Variant', release.variantId === '' ? unknown : code(release.variantId)],
    ['Version', release.versionId === '' ? unknown : code(release.versionId)],
    ['Build', release.buildId === '' ? unknown : code(release.buildId)],
    ['Bank judged', bank ?? 'none: the boot loader would find nothing to boot'],
  ]);
}

const containers: Readonly<Record<ScanResult['input']['container'], string>> = {
  raw: 'raw disk',
  lz4: 'disk compressed with lz4',
  gzip: 'disk compressed with gzip',
  zstd: 'disk compressed with zstd',
  xz: 'disk compressed with xz',
  bzip2: 'disk compressed with bzip2',
  qcow2: 'virtual disk, qcow2',
  vmdk: 'virtual disk, VMDK',
  ova: 'virtual disk in an OVA',
};

function describeUnchanged({ unchanged, rehash }: ScanResult['input']): Markup {
  const compared = rehash === undefined ? 'size, times and inode' : 'size, times, inode and a second digest';
  return unchanged
    ? html`Yes: ${compared} are the same before and after the scan.`
    : html`<strong class="bad">No: ${compared} are not all the same after the scan.</strong>`;
}

function describeScan({ tool, profiles, userData, day, gate, rules, controls }: ScanResult): Markup {
  return definitions([
    ['Tool', html`${tool.name} ${tool.version}`],
    ['Day', day ?? 'none: nothing that ends was given'],
    [
      'Profiles',
      profiles.length === 0
        ? 'none: every rule and every control'
        : join(
            profiles.map((id) => code(id)),
            ', ',
          ),
    ],
    ['Judged', `${plural(rules.length, 'rule')}, ${plural(controls.length, 'control')}`],
    ['Gate', html`<code>--fail-on ${gate.failOn}</code>`],
    ['User data', userData === undefined ? 'none' : code(userData.path, MAX_PATH)],
    userData === undefined ? undefined : ['SHA-256 of it', digest(userData.sha256)],
  ]);
}

function describeParameters({ parameters }: ScanResult): Content {
  const rows = Object.entries(parameters).flatMap(([packId, values]) =>
    Object.entries(values).map(([parameter, value]) => [code(packId), code(parameter), html`<code>${printable(JSON.stringify(value), MAX_VALUE)}</code>`]),
  );
  return rows.length > 0 && table({ caption: 'Parameters that the tailoring sets', columns: ['Pack', 'Parameter', 'Value'], rows });
}

function describePacks(result: ScanResult): Content {
  const rows = tallyPacks(result).map(({ pack, rules, controls, deselected, leftOut }) => [
    code(pack.id),
    describeCounts('rule', rules) ?? '',
    describeCounts('control', controls) ?? '',
    String(deselected),
    String(leftOut.length),
  ]);
  return table({
    caption: 'Packs: what became of everything in them',
    columns: ['Pack', 'Rules', 'Controls', 'Rules not selected', 'Rows of its source left out'],
    rows,
  });
}

function describeLeftOut({ packs }: ScanResult): Content {
  const rows = packs.flatMap(({ id: pack, leftOut = [] }) =>
    leftOut.map(({ id, title, reason }) => [code(`${pack}:${id}`), name(title), name(reason, MAX_REASON)]),
  );
  return rows.length > 0 && table({ caption: 'What the sources of packs ask and no rule decides', columns: ['Row', 'Statement', 'Reason'], rows });
}

const MAX_REASON = 1000;
const MAX_PATH = 1000;
const MAX_VALUE = 1000;
