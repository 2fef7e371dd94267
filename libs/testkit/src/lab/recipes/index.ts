import type { ImageRecipe } from '../recipe.ts';
import { demo } from './demo.ts';
import { demo2026, demoUki, fips2026, k8s2026, k8s2026Arm, nvidia2026, uki2026, ukiBoot2026, ukiFips2026 } from './images-2026.ts';
import { k8s } from './k8s.ts';
import { large } from './large.ts';
import { largeErofs } from './large-erofs.ts';
import { oneBank, unified, unifiedXfs } from './layouts.ts';
import { metal, vmware } from './own-hardware.ts';

const ALL: readonly ImageRecipe[] = [
  demo,
  k8s,
  large,
  k8s2026,
  uki2026,
  ukiBoot2026,
  fips2026,
  ukiFips2026,
  nvidia2026,
  k8s2026Arm,
  largeErofs,
  demo2026,
  demoUki,
  oneBank,
  unified,
  unifiedXfs,
  metal,
  vmware,
];

/** The lab images by name, in the order `--list` prints them. */
export const recipes: ReadonlyMap<string, ImageRecipe> = new Map(ALL.map((recipe) => [recipe.name, recipe]));
