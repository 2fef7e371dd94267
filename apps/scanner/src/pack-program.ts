import { Argument, type Command, Option } from 'commander';

type SetExitCode = (exitCode: number) => void;

const FOLDERS = 'folders with packs of your own (default: the packs that ship with staticfire)';
const format = () => new Option('--format <format>', 'output format').choices(['text', 'json']).default('text');
const exitCodes = (...lines: readonly string[]) => `\nExit codes:\n${lines.map((line) => `  ${line}\n`).join('')}`;
const INVALID = '2    usage, or a pack is invalid: each problem is told as file:line:column with what was expected';

/** `staticfire pack …`: what those who write packs need. */
export function addPack(program: Command, setExitCode: SetExitCode): void {
  const pack = program.command('pack').description('Write packs: check them, run their cases, make their pages, start a new one');
  addLint(pack, setExitCode);
  addTest(pack, setExitCode);
  addDocs(pack, setExitCode);
  addNew(pack);
  addSchema(pack);
}

function addLint(pack: Command, setExitCode: SetExitCode): void {
  pack
    .command('lint')
    .description('Tell everything that is wrong in packs, and warn of what deserves a look')
    .argument('[folders...]', FOLDERS)
    .addOption(format())
    .addHelpText('after', exitCodes('0    nothing is wrong; there may be warnings', INVALID))
    .action(async (folders: string[], options) => {
      const { lint } = await import('./commands/pack/lint.ts');
      setExitCode(lint(folders, options));
    });
}

function addTest(pack: Command, setExitCode: SetExitCode): void {
  pack
    .command('test')
    .description('Run every case of every rule, and hold what cases give against the schemas of facts')
    .argument('[folders...]', FOLDERS)
    .option('--rule <id>', 'run the cases of this rule alone: pack:area/name, or area/name')
    .addOption(format())
    .addHelpText('after', exitCodes('0    every case came out as expected', '1    a case did not', INVALID))
    .action(async (folders: string[], options) => {
      const { test } = await import('./commands/pack/test.ts');
      setExitCode(test(folders, options));
    });
}

function addDocs(pack: Command, setExitCode: SetExitCode): void {
  pack
    .command('docs')
    .description(
      "Write the pages of packs in Markdown into the packs' folders: README.md, CONTROLS.md, docs/<area>.md; beside the shipped ones NIST.md, STOCK-WAIVERS.md",
    )
    .argument('[folders...]', FOLDERS)
    .option('--output <folder>', 'write there instead, a folder for each pack')
    .option('--check', 'write nothing; exit 1 when what is on disk is not what would be written')
    .addHelpText(
      'after',
      exitCodes('0    written, or nothing to write', '1    with --check: pages are out of date', INVALID, '4    a page could not be written'),
    )
    .action(async (folders: string[], options) => {
      const { docs } = await import('./commands/pack/docs.ts');
      setExitCode(await docs(folders, options));
    });
}

function addNew(pack: Command): void {
  pack
    .command('new')
    .description('Write a first pack with one rule and its cases, and schemas for editors')
    .argument('<folder>', 'a folder that is new or empty')
    .option('--id <id>', "the pack's id (default: the folder's name)")
    .addHelpText('after', exitCodes('0    written', '2    usage: the folder is not empty, or the id is none or taken; nothing was written'))
    .action(async (folder: string, options) => {
      const { create } = await import('./commands/pack/create.ts');
      create(folder, options);
    });
}

function addSchema(pack: Command): void {
  pack
    .command('schema')
    .description('Write the JSON Schemas of packs, tailorings and attestations, for editors')
    .addArgument(new Argument('[folder]', 'where to write them').default('schemas'))
    .addHelpText('after', exitCodes('0    written', '2    usage: the folder cannot be made', '4    a file could not be written'))
    .action(async (folder: string) => {
      const { schema } = await import('./commands/pack/schema.ts');
      await schema(folder);
    });
}
