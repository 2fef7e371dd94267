import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Fact, type FactsBody, type FactsDocument, findFact } from '@staticfire/facts';
import { collectFacts } from '@staticfire/scan';
import { planInput } from '@staticfire/scan/input';
import {
  type BuildForm,
  type BuiltFiles,
  buildFolder,
  type DiskForm,
  describeOracle,
  diskForms,
  type ImageRecipe,
  labImage,
  rangeAnswer,
  recipes,
  runStaticfire,
  squashfsCompressors,
  squashfsTwin,
  squashfsTwinImage,
  toolsFor,
  withPackedDisk,
} from '@staticfire/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const BUILD_TOOLS = ['mke2fs', 'debugfs', 'resize2fs', 'sgdisk', 'veritysetup', 'mkfs.vfat', 'mcopy', 'mkfs.erofs', 'mkfs.xfs', 'xfs_db', 'secilc'] as const;
const TOOLS = toolsFor(...BUILD_TOOLS, 'mksquashfs', 'fakeroot', 'setfattr', 'gzip', 'zstd', 'pzstd', 'xz', 'bzip2', 'lz4', 'qemu-img', 'tar');
const tool = { name: 'staticfire', version: '0.0.0' };
const MINUTES = 60_000;

/** In `npm test` one image of each family of filesystems and boot chains; `npm run test:containers` takes all. */
const ONE_OF_EACH = {
  'ext4 root': 'demo',
  'EROFS root': 'demo-2026',
  'squashfs root': 'demo-2026 on squashfs zstd',
  'XFS data': 'unified-xfs',
  'UKI on a FAT BOOT': 'uki-boot-2026',
  'own hardware': 'metal',
  'one bank': 'one-bank',
} as const;

interface Family {
  readonly recipe: ImageRecipe;
  readonly image: () => Promise<string>;
}

const ALL: Readonly<Record<string, Family>> = Object.fromEntries([
  ...[...recipes.values()].map((recipe) => [recipe.name, { recipe, image: () => labImage(recipe.name) }] as const),
  ...squashfsCompressors.map(
    (compressor) =>
      [
        `demo-2026 on squashfs ${compressor}`,
        { recipe: squashfsTwin('demo-2026', compressor), image: () => squashfsTwinImage('demo-2026', compressor) },
      ] as const,
  ),
]);
const TAKES_ALL = process.env['STATICFIRE_CONTAINERS'] === 'all';
const FAMILIES: readonly (readonly [string, Family])[] = TAKES_ALL
  ? Object.entries(ALL)
  : Object.entries(ONE_OF_EACH).map(([family, name]) => [`${family}: ${name}`, ALL[name]!]);

/** Inflated whole as others of their container are, seconds for each disk: in `npm test` for one image only. */
const SLOW_VARIANTS: readonly DiskForm[] = ['zstd, frames of pzstd', 'zstd, seekable', 'xz, one block', 'lz4, dependent blocks'];
const formsOf = (name: string) => (TAKES_ALL || name === 'demo' ? diskForms : diskForms.filter((form) => !SLOW_VARIANTS.includes(form)));
/** In `npm test`, of a disk that is too large to be kept in memory; with all disks it is among them. */
const FORMS_OF_LARGE: readonly DiskForm[] = ['gzip', 'zstd, one frame'];
const BUILD_FORMS: readonly BuildForm[] = ['lz4', 'raw'];
const AGREEMENT = 'artifacts.agreement';
const BEHIND_URL: readonly DiskForm[] = ['lz4', 'qcow2, zstd'];

/** What a disk has and its three partition images have not; a fact with such a source on the disk is another of the images. */
const NOT_AMONG_IMAGES: Readonly<Record<string, string>> = {
  DISK: 'the partition table',
  EFI: 'shim, the boot loader and the keys',
  PRIVATE: 'bootconfig.data, which the kernel adds to its command line',
  DATA: 'the data partition',
};

/** Facts that follow from more of the disk than they name as their source. */
const OF_WHOLE_DISK: Readonly<Record<string, string>> = {
  'systemd.boot': 'the command line may ask for another target, and bootconfig.data, on PRIVATE, is part of it',
};

describeOracle('every container with every filesystem', TOOLS, () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'staticfire-containers-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const collect = (...paths: readonly string[]) => collectFacts({ ...planInput(paths), tool });

  describe.each(FAMILIES)('%s', (_, { recipe, image }) => {
    let path = '';
    let raw: FactsDocument;
    beforeAll(async () => {
      path = await image();
      raw = await collect(path);
    }, 5 * MINUTES);
    const expectTwin = ({ input, body }: FactsDocument, container: string) => {
      expect([input.container, input.containerNotes]).toEqual([container, undefined]);
      expectSame(body, raw.body);
    };

    it('is read without any fact that cannot be', () => {
      expect(raw.input.container).toBe('raw');
      expect(raw.body.facts.filter(({ state }) => state === 'unreadable')).toEqual([]);
    });

    it.each(formsOf(recipe.name))(
      'has the same facts body in %s',
      async (form) => {
        await withPackedDisk(recipe.name, path, form, async (packed) => expectTwin(await collect(packed), containerOf(form)));
      },
      10 * MINUTES,
    );

    it.each(BEHIND_URL)(
      'has the same facts body in %s behind a URL',
      async (form) => {
        await withPackedDisk(recipe.name, path, form, async (packed) => expectTwin(await collectFromServer(packed), containerOf(form)));
      },
      10 * MINUTES,
    );

    describe('as a build publishes it', () => {
      const built = {} as Record<BuildForm, BuiltFiles>;
      const place = (form: BuildForm) => join(folder, `${recipe.name}-${form}`);
      beforeAll(async () => {
        for (const form of BUILD_FORMS) built[form] = await buildFolder({ ...recipe, withDataDisk: false }, place(form), form);
      }, 10 * MINUTES);
      afterAll(() => {
        for (const form of BUILD_FORMS) rmSync(place(form), { recursive: true, force: true });
      });
      const partitionImages = (form: BuildForm) => [built[form].boot, built[form].root, built[form].verity].filter((each) => each !== undefined);

      it.each(BUILD_FORMS)(
        'has the same facts body in a folder, %s, but for the agreement of its files',
        async (form) => {
          const { input, body } = await collect(place(form));
          expect(input.container).toBe(form);
          expectSame(without(body, AGREEMENT), without(raw.body, AGREEMENT));
          const { artifacts } = factValue(body, AGREEMENT) as { readonly artifacts: readonly { readonly agreement: string }[] };
          expect(new Set(artifacts.map(({ agreement }) => agreement))).toEqual(new Set(['equal', 'scanned']));
        },
        10 * MINUTES,
      );

      it.skipIf(hasNoBoot(recipe))(
        'has the same facts body in partition images, compressed and raw, and of the disk what is of those partitions',
        async () => {
          const [lz4, alone] = [await collect(...partitionImages('lz4')), await collect(...partitionImages('raw'))];
          expect([lz4.input.container, alone.input.container]).toEqual(['lz4', 'raw']);
          expectSame(lz4.body, alone.body);
          if (recipe.boot.kind === 'uki') return; // what is booted, and with it most facts, follows from the ESP, which is not among the images
          const ours = ofPartitionImages(raw.body);
          expect(ours.length).toBeGreaterThan(20);
          expectSame({ facts: wholeImages(alone.body).filter(({ name }) => ours.some((each) => each.name === name)) }, { facts: ours });
        },
        10 * MINUTES,
      );

      it.runIf(hasNoBoot(recipe))('has no partition images that are given together: there is no BOOT', () => {
        expect(() => planInput(partitionImages('lz4'))).toThrow('not all of the partition images of one build');
      });
    });
  });

  it.skipIf(TAKES_ALL)(
    'has the same facts body where a large disk is inflated again',
    async () => {
      const path = await labImage('large');
      const raw = await collect(path);
      for (const form of FORMS_OF_LARGE) {
        await withPackedDisk('large', path, form, async (packed) => {
          const { input, body } = await collect(packed);
          expect(input.container).toBe(containerOf(form));
          expectSame(body, raw.body);
        });
      }
    },
    10 * MINUTES,
  );

  /** By the command: a reader of URLs blocks the thread that a server would need. */
  async function collectFromServer(path: string): Promise<FactsDocument> {
    const file = openSync(path, 'r');
    const server = createServer((request, response) => {
      const { bytes, contentRange } = rangeAnswer(file, request.headers.range);
      response.writeHead(206, { etag: '"same"', 'content-range': contentRange }).end(bytes);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const output = join(folder, 'facts.json');
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/disk`;
      const run = await runStaticfire(['collect', url, '--quiet', '--output', output], { timeout: 9 * MINUTES });
      expect(run.exitCode, run.stderr).toBe(0);
      return JSON.parse(readFileSync(output, 'utf8')) as FactsDocument;
    } finally {
      server.close();
      closeSync(file);
    }
  }
});

function containerOf(form: DiskForm): string {
  return form.split(',')[0]!.toLowerCase();
}

/** The UKI lies on the ESP. */
function hasNoBoot({ partitions }: ImageRecipe): boolean {
  return partitions.every(({ key }) => key !== 'BOOT-A');
}

function expectSame(ours: FactsBody, theirs: FactsBody): void {
  const texts = new Map(theirs.facts.map((fact) => [keyOf(fact), JSON.stringify(fact)]));
  expect(ours.facts.filter((fact) => texts.get(keyOf(fact)) !== JSON.stringify(fact)).map(keyOf)).toEqual([]);
  expect(JSON.stringify(ours) === JSON.stringify(theirs), 'the same bytes').toBe(true);
}

function keyOf({ name, bank }: Fact): string {
  return `${name} ${bank ?? ''}`;
}

function without(body: FactsBody, name: string): FactsBody {
  return { ...body, facts: body.facts.filter((fact) => fact.name !== name) };
}

function factValue(body: FactsBody, name: string): unknown {
  const fact = findFact(body, name);
  return fact?.state === 'present' ? fact.value : undefined;
}

/** Facts of the disk that its partition images tell as well. */
function ofPartitionImages(body: FactsBody): readonly Fact[] {
  return wholeImages(body).filter(({ name, sources }) => !(name in OF_WHOLE_DISK) && sources.every(({ partition }) => !(partition in NOT_AMONG_IMAGES)));
}

/** Without lengths of partitions: an image of a partition ends where its filesystem does. */
function wholeImages({ facts }: FactsBody): readonly Fact[] {
  return facts.map((fact) => {
    const sources = fact.sources.map((source) => (source.path === undefined ? { ...source, length: 0 } : source));
    return { ...fact, sources, ...('value' in fact ? { value: withoutPartitionLength(fact.value) } : {}) } as Fact;
  });
}

function withoutPartitionLength(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'partitionLength' in value ? { ...value, partitionLength: 0 } : value;
}
