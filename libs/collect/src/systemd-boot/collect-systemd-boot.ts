import type { BootStage, EnablingLink } from '@staticfire/analyze/systemd';
import { defineBankCollector, NO_LOG } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { type SystemdBoot, systemdBoot } from './systemd-boot.schema.ts';

const MAX_STAGES = 64;
const MAX_LINKS = 5000;
const MAX_GENERATORS = 1000;

type Stage = Exclude<SystemdBoot['stages'][number], { readonly $unreadable: unknown }>;
type Link = Exclude<SystemdBoot['links'][number], { readonly $unreadable: unknown }>;

export const collectSystemdBoot = defineBankCollector({
  fact: systemdBoot,
  reads: ['bank', 'partition', 'commandLine', 'systemd'],
  collect({ bank, partition, commandLine, systemd }, sources): SystemdBoot | undefined {
    // What was read of single files, systemd.units tells.
    const loaded = systemd(NO_LOG);
    if (loaded === undefined) return undefined;
    sources.add({ bank, partition: 'ROOT', offset: 0, length: partition('ROOT')?.source.length ?? 0 });
    commandLine(sources);
    const { presets, generators, stages } = loaded.analysis;
    const listedStages = new BoundedList<Stage>(MAX_STAGES, 'stages');
    for (const error of loaded.errors) listedStages.addError(error);
    for (const stage of stages) listedStages.add(describeStage(stage));
    const links = new BoundedList<Link>(MAX_LINKS, 'links');
    for (const link of presets.links) links.add(describeLink(link));
    return {
      from: stages[0]?.asked === 'default.target' ? 'default.target' : 'command-line',
      stages: listedStages.elements,
      presetFiles: presets.presets.files,
      ...(presets.failed === undefined ? {} : { presetsFailed: { unit: presets.failed.unit, error: presets.failed.errno } }),
      links: links.elements,
      generators: generators.slice(0, MAX_GENERATORS),
    };
  },
});

function describeStage({ target, asked, mode, by, failed, starts, chain, cycles, dropped, missing }: BootStage): Stage {
  return {
    target,
    asked,
    mode,
    ...(by === undefined ? {} : { by: { unit: by.unit, file: by.path, line: by.line } }),
    ...(failed === undefined ? {} : { failed }),
    starts,
    chain,
    cycles,
    dropped: dropped.map(({ unit, type, because }) => ({ unit, job: type, because })),
    missing,
  };
}

function describeLink({ path, target, unit, key, because }: EnablingLink): Link {
  return { path, target, unit, key, ...(because === undefined ? {} : { file: because.path, line: because.line }) };
}
