import { type Fact, isUnreadable } from '@staticfire/facts';
import { openFileSource } from '@staticfire/read/block-source/node';
import { openImage } from '@staticfire/read/image';
import { describeOracle, labImage, presetAll, recipes, toolsFor, type UnitFiles, unitFileStates, verifyUnits, withRoot } from '@staticfire/testkit';
import { expect, it } from 'vitest';
import { openBankEvidence } from '../evidence/bank-evidence.ts';
import { collectWith } from '../fixtures/collect-from.ts';
import { normalPath } from '../normal-path.ts';
import { collectSystemdBoot } from '../systemd-boot/collect-systemd-boot.ts';
import type { SystemdBoot } from '../systemd-boot/systemd-boot.schema.ts';
import { collectSystemdUnits } from './collect-systemd-units.ts';
import type { SystemdUnits } from './systemd-units.schema.ts';

/** systemd has no devices where it runs in a container. */
const ELSEWHERE = /\.device$|\.swap$/;

/** Units, presets and the links on the way there, as the recipe of the image has them. */
function unitFilesOf(image: string): UnitFiles {
  const wanted = recipes.get(image)!.root.entries.filter(({ path, kind }) => kind === 'symlink' && path.lastIndexOf('/') === 0);
  const units = recipes.get(image)!.root.entries.filter(({ path, kind }) => kind !== 'directory' && /\/lib\/systemd\/system(?:-preset)?\//.test(path));
  const texts = [...wanted, ...units].map(({ path, kind, content }) => [path, kind === 'symlink' ? `-> ${String(content)}` : Buffer.from(content!).toString()]);
  return Object.fromEntries(texts) as UnitFiles;
}

async function factsOf(name: string) {
  const evidence = openBankEvidence(openImage(openFileSource(await labImage(name))), 'A');
  return {
    units: factValue<SystemdUnits>(await collectWith(collectSystemdUnits, evidence)).units.flatMap((unit) => (isUnreadable(unit) ? [] : [unit])),
    stages: factValue<SystemdBoot>(await collectWith(collectSystemdBoot, evidence)).stages.flatMap((stage) => (isUnreadable(stage) ? [] : [stage])),
  };
}

function factValue<T>(fact: Fact): T {
  if (fact.state !== 'present') throw new Error(JSON.stringify(fact));
  return fact.value as T;
}

describeOracle('units of an image against systemd', toolsFor('systemctl', 'systemd-analyze'), () => {
  it.each(['demo', 'demo-2026', 'demo-uki'])('%s: what is enabled, what is loaded of which files, and what each stage of a boot starts', async (name) => {
    const { units, stages } = await factsOf(name);
    withRoot(unitFilesOf(name), (root) => {
      presetAll(root);
      const enablements = units.flatMap(({ name: unit, enablement }) => (enablement === undefined ? [] : [[unit, enablement]]));
      const states = Object.entries(unitFileStates(root)).filter(([, state]) => state !== 'alias');
      expect(Object.fromEntries(enablements)).toEqual(Object.fromEntries(states));
      expect(states.length).toBeGreaterThan(40);
      const asked = units.filter(({ template, loadState, path }) => !template && loadState === 'loaded' && path !== undefined);
      const verified = verifyUnits(
        root,
        asked.map(({ name: unit }) => unit),
      );
      // With a root systemd tells of drop-ins behind the link /usr.
      const files = ({ aliases, dropIns }: { readonly aliases: readonly string[]; readonly dropIns: readonly string[] }) => ({
        aliases,
        dropIns: dropIns.map(normalPath),
      });
      expect(asked.map((unit) => [unit.name, files(unit)])).toEqual(asked.map((unit) => [unit.name, files(verified.units.get(unit.name)!)]));
      expect(stages.map(({ target }) => target)).toEqual(['preconfigured.target', 'configured.target', 'multi-user.target']);
      for (const { target, starts } of stages) {
        const jobs = verifyUnits(root, [target]).jobs.flatMap((job) => (job.endsWith('/start') ? [job.slice(0, -'/start'.length)] : []));
        const here = (names: readonly string[]) => names.filter((unit) => !ELSEWHERE.test(unit)).toSorted();
        expect(here(starts.map(({ unit }) => unit)), target).toEqual(here(jobs));
      }
    });
  });
});
