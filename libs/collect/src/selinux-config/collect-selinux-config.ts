import { lookup } from '@staticfire/read/filesystem';
import { parseSelinuxConfig } from '@staticfire/read/formats/linux-text';
import { defineBankCollector } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { quoteLines, textOf } from '../evidence/quote-lines.ts';
import { RootFiles } from '../evidence/root-files.ts';
import { selinuxFolders } from '../selinux-files/selinux-folders.ts';
import { type SelinuxConfigs, selinuxConfig } from './selinux-config.schema.ts';

const PATHS = selinuxFolders.map((folder) => `${folder}/config`);
const MAX_LENGTH = 64 * 1024;

type Config = Extract<SelinuxConfigs['configs'][number], { readonly path: string }>;

export const collectSelinuxConfig = defineBankCollector({
  fact: selinuxConfig,
  reads: ['bank', 'fileSystem'],
  collect({ bank, fileSystem }, sources): SelinuxConfigs | undefined {
    const fs = fileSystem('ROOT');
    if (fs === undefined) return undefined;
    const files = new RootFiles(fs, bank, sources, PATHS.length * MAX_LENGTH);
    const seen = new Set<number>();
    const configs = new BoundedList<Config>(PATHS.length, 'configurations');
    for (const path of PATHS) {
      configs.attempt(() => {
        const inode = lookup(fs, path)?.inode;
        if (inode === undefined || seen.has(inode)) return [];
        seen.add(inode);
        const bytes = files.read(path, MAX_LENGTH);
        if (bytes === undefined) return [];
        const config = parseSelinuxConfig(bytes, path);
        const lines = config.lines.map(({ line }) => line);
        sources.quote(quoteLines({ bank, partition: 'ROOT', path, text: textOf(bytes), lineEnds: 'line-feed' }, lines));
        return [{ path, ...config }];
      });
    }
    return configs.elements.length === 0 ? undefined : { configs: configs.elements };
  },
});
