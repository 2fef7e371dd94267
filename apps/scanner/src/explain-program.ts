import { Argument, type Command, Option } from 'commander';
import { dayOption } from './day-option.ts';
import { ALLOW_HTTP, dataDiskOption } from './image-argument.ts';

const format = () => new Option('--format <format>', 'output format').choices(['text', 'json']).default('text');
const collect = (value: string, previous: readonly string[]): readonly string[] => [...previous, value];

const EXPLAIN_EXIT_CODES = `
Exit codes:
  0    explained
  2    usage: there is no such rule, control or fact (the nearest one is named), or a pack or staticfire.yaml is invalid
`;
const WHY_HELP = `
FINDING is a fingerprint or at least six characters of its beginning, or a rule: pack:area/name, or area/name.

Exit codes:
  0    told
  2    usage: there is no such finding (the nearest rule or subject is named), or a pack or document is invalid
  3    the image could not be opened
`;

const PACKS_EXIT_CODES = `
Exit codes:
  0    listed
  2    usage: there is no such pack (the nearest one is named), or a pack or staticfire.yaml is invalid
`;

/** `packs` and `explain` before an image is judged, `why` afterwards. */
export function addExplanations(program: Command): void {
  addPacks(program);
  program
    .command('explain')
    .description('Tell what a rule reads and why and how to fix it, what a control needs, or what a fact holds')
    .argument('<name>', 'a rule (pack:area/name, area/name), a control (pack/id, id) or a fact')
    .option('--pack <folder>', 'load packs of your own from it; may be given more than once', collect, [])
    .option('--config <file>', 'what you tailor (default: staticfire.yaml in the working folder, if there is one)')
    .addOption(format())
    .addHelpText('after', EXPLAIN_EXIT_CODES)
    .action(async (name: string, options) => {
      const { explain } = await import('./commands/explain.ts');
      explain(name, options);
    });
  addWhy(program);
}

function addPacks(program: Command): void {
  program
    .command('packs')
    .description('List the packs that images are judged with: rules by severity, controls by what decides them, profiles; or everything in one of them')
    .addArgument(new Argument('[pack]', 'the id of a pack: each of its controls with the rules it needs, each of its rules'))
    .option('--pack <folder>', 'load packs of your own from it; may be given more than once', collect, [])
    .option('--config <file>', 'what you tailor (default: staticfire.yaml in the working folder, if there is one)')
    .addOption(format())
    .addHelpText('after', PACKS_EXIT_CODES)
    .action(async (pack: string | undefined, options) => {
      const { listPacks } = await import('./commands/packs.ts');
      listPacks(pack, options);
    });
}

function addWhy(program: Command): void {
  program
    .command('why')
    .description('Tell how a finding came about: the rule, the values it read, the facts they follow from, files and bytes')
    .argument('<finding>', 'a fingerprint, or a rule')
    .argument('<input...>', 'a facts document, a result in JSON, or an image as `scan` takes it')
    .addOption(dataDiskOption('with an image: the second disk of a split image; in a folder and in an OVA it is found'))
    .option('--allow-http', ALLOW_HTTP)
    .option('--subject <text>', 'only the finding about this file, unit, key …')
    .option('--pack <folder>', 'load packs of your own from it; may be given more than once', collect, [])
    .option('--profile <pack/name>', 'judge only what the profile selects; may be given more than once', collect, [])
    .option('--config <file>', 'what you tailor (default: staticfire.yaml in the working folder, if there is one)')
    .addOption(new Option('--mode <mode>', 'release: a booted image is a failure; node: it is the subject').choices(['release', 'node']).default('release'))
    .addOption(dayOption())
    .option('--user-data <file>', 'with an image: TOML that the node is given')
    .option('--quiet', 'no progress on stderr')
    .addOption(format())
    .addHelpText('after', WHY_HELP)
    .action(async (finding: string, input: readonly string[], options) => {
      const { why } = await import('./commands/why.ts');
      await why(finding, input, options);
    });
}
