import { readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { growthImage, manyFilesImage, sparseImage } from '@staticfire/testkit';
import { cold, scanOf } from '../contenders.ts';
import type { GrowthPlan, Suite } from '../suite.ts';
import { peakMegabytes, seconds } from '../term.ts';
import type { Workbench } from '../workbench.ts';

const GIBIBYTES = [0.25, 1, 2, 4, 8];
const THOUSANDS = [1, 5, 20, 50];

type Series = Omit<GrowthPlan, 'points'> & { readonly xs: readonly number[]; readonly recipe: (x: number) => ReturnType<typeof sparseImage> };

const SERIES: readonly Series[] = [
  { name: 'size', title: 'Size of the disk: the same content, the rest is a hole', unit: 'GiB', xs: GIBIBYTES, recipe: sparseImage },
  ...(['ext4', 'erofs'] as const).map((filesystem) => ({
    ...{ name: filesystem, title: `Small files on the root filesystem, ${filesystem}`, unit: '1 000 files' as const, xs: THOUSANDS },
    recipe: (thousands: number) => manyFilesImage(filesystem, thousands * 1000),
  })),
];

export const growthSuite: Suite = {
  name: 'growth',
  title: 'Growth',
  mostRounds: 3,
  plan: async (workbench) => {
    const plans = SERIES.map(seriesPlan);
    const paths = await buildImages(workbench);
    return {
      contenders: paths.flatMap(({ name, path }) => {
        const scan = scanOf(name, workbench.bundle, path);
        return [scan, cold({ ...scan, name: coldName(name) }, path)];
      }),
      rows: [],
      growth: plans,
    };
  },
};

function seriesPlan({ xs, recipe, ...series }: Series): GrowthPlan {
  const points = xs.map((x) => {
    const { name } = recipe(x);
    return { x, warm: seconds(name), cold: seconds(coldName(name)), peak: peakMegabytes(name) };
  });
  return { ...series, points };
}

function coldName(name: string): string {
  return `${name}, cold`;
}

/** Images that no recipe leads to any more are removed. */
async function buildImages({ images }: Workbench): Promise<readonly { readonly name: string; readonly path: string }[]> {
  const built: { name: string; path: string }[] = [];
  for (const { xs, recipe } of SERIES)
    for (const x of xs) {
      const image = recipe(x);
      built.push({ name: image.name, path: await growthImage(image, images) });
    }
  const current = new Set(built.map(({ path }) => basename(path)));
  for (const name of readdirSync(images)) if (name.startsWith('growth-') && !current.has(name)) rmSync(join(images, name));
  return built;
}
