import { reporters } from '@staticfire/report';
import { Argument, Command, Option } from 'commander';
import { dayOption } from './day-option.ts';
import { addExplanations } from './explain-program.ts';
import { ALLOW_HTTP, DISK, dataDiskOption, IMAGE, IMAGE_HELP } from './image-argument.ts';
import { addPack } from './pack-program.ts';
import { addSarif } from './sarif-program.ts';
import { addSelinux } from './selinux-program.ts';

type SetExitCode = (exitCode: number) => void;

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info', 'none'];
const ENVIRONMENT = `
Flags come before the environment, that before staticfire.yaml, that before defaults:
  STATICFIRE_FAIL_ON   a severity, or none
  STATICFIRE_PROFILE   profiles, with commas between them
  STATICFIRE_PACKS     folders, as in PATH
  STATICFIRE_CONFIG    another file than staticfire.yaml
`;
const FORMATS = reporters.map(({ name }) => name);
const FORMAT_WIDTH = Math.max(...FORMATS.map(({ length }) => length));
const FORMAT_HELP = `
Formats:
${reporters.map(({ name, summary }) => `  ${name.padEnd(FORMAT_WIDTH)}  ${summary}\n`).join('')}
A report is written whole or not at all, and replaces what was there. Only md onto the file that GITHUB_STEP_SUMMARY names is added at its end.
`;
const EXIT_CODES = `
Exit codes:
  0    the gate passed
  1    the gate failed: a rule at or above --fail-on does not hold and is not waived
  2    usage, configuration, pack, facts or user-data file invalid: nothing was scanned
  3    inconclusive: the image could not be opened, or evidence for a rule at or above --fail-on could not be read
  4    scanned, but a report could not be delivered
  70   a bug in staticfire
  130  interrupted; nothing half-written
`;

const IMAGE_CODES = `
Exit codes:
  0    shown
  2    usage: also partition images, which have no table
  3    the image could not be opened
`;
const READERS_CODES = `
Exit codes:
  0    no difference
  1    some facts differ
  2    libguestfs is not installed, or the image is partition images, which it is not given
  3    one of the two could not read the image
`;

/** The commands. Each loads its code when it runs, so that --help stays fast. */
export function buildProgram(setExitCode: SetExitCode): Command {
  const program = new Command('staticfire')
    .description('Open a built Bottlerocket OS image read-only, work out what the node will be, and judge it: go or no-go, with evidence.')
    .option('--version', 'print the version; with --json also of schemas and packs')
    .option('--json', 'with --version: print JSON')
    .addHelpText('after', EXIT_CODES)
    .configureOutput({ outputError: (text, write) => write(`staticfire: ${text.replace(/^error: /, '')}`) })
    .exitOverride()
    .allowExcessArguments()
    .action(async (options: { version?: boolean; json?: boolean }) => {
      const [unknown] = program.args;
      if (unknown !== undefined)
        return program.error(`error: unknown command '${unknown}', there are ${program.commands.map((each) => each.name()).join(', ')}`);
      if (!options.version) return program.help({ error: true });
      const { printVersion } = await import('./commands/version.ts');
      printVersion(options.json ?? false);
    });
  addScan(program, setExitCode);
  addCollect(program);
  addEvaluate(program, setExitCode);
  addReport(program, setExitCode);
  addFacts(program);
  addPartitions(program);
  addVerifyReaders(program, setExitCode);
  addInit(program);
  addPack(program, setExitCode);
  addExplanations(program);
  addSarif(program, setExitCode);
  addSelinux(program, setExitCode);
  return program;
}

function addScan(program: Command, setExitCode: SetExitCode): void {
  reportOptions(program.command('scan').description('Scan an image: read, judge, report, decide').argument('<image...>', IMAGE))
    .addOption(dataDiskOption())
    .option('--rehash', 'prove that the image did not change by a second digest after the scan')
    .option('--allow-http', ALLOW_HTTP)
    .option('--user-data <file>', 'TOML that the node is given; the facts also tell what it changes')
    .addOption(readerOption())
    .option('--quiet', 'no progress on stderr')
    .addHelpText('after', IMAGE_HELP + FORMAT_HELP + ENVIRONMENT + EXIT_CODES)
    .action(async (images: readonly string[], options) => {
      const { scan } = await import('./commands/scan.ts');
      setExitCode(await scan(images, options));
    });
}

function addCollect(program: Command): void {
  program
    .command('collect')
    .description('Write the facts document of an image, for `evaluate` and for comparison')
    .argument('<image...>', IMAGE)
    .addOption(dataDiskOption())
    .option('--output <file>', 'write there instead of stdout')
    .option('--rehash', 'prove that the image did not change by a second digest')
    .option('--allow-http', ALLOW_HTTP)
    .option('--user-data <file>', 'TOML that the node is given; the facts also tell what it changes')
    .addOption(readerOption())
    .option('--quiet', 'no progress on stderr')
    .addHelpText('after', IMAGE_HELP)
    .action(async (images: readonly string[], options) => {
      const { collect } = await import('./commands/collect.ts');
      await collect(images, options);
    });
}

function addEvaluate(program: Command, setExitCode: SetExitCode): void {
  reportOptions(program.command('evaluate').description('Judge a saved facts document; needs no image').argument('<facts>', 'file written by `collect`'))
    .addHelpText(
      'after',
      `\nUser data are given at \`collect --user-data FILE\`: the facts tell what they change, and rules are judged with it.\n${FORMAT_HELP}${ENVIRONMENT}${EXIT_CODES}`,
    )
    .action(async (facts: string, options) => {
      const { evaluate } = await import('./commands/evaluate.ts');
      setExitCode(await evaluate(facts, options));
    });
}

function addReport(program: Command, setExitCode: SetExitCode): void {
  formatOptions(
    program
      .command('report')
      .description('Report a saved result again; needs no image and no pack')
      .argument('<result>', 'file written by `--output json=FILE`'),
  )
    .addHelpText('after', `${FORMAT_HELP}${EXIT_CODES}\nThe gate is that of the saved result.\n`)
    .action(async (result: string, options) => {
      const { report } = await import('./commands/report.ts');
      setExitCode(await report(result, options));
    });
}

function addFacts(program: Command): void {
  program
    .command('facts')
    .description('Show what is known of an image, or one fact with its sources')
    .usage('[options] <image...> [name]')
    .argument('<image...>', `${IMAGE}; or a facts document. Behind it the name of a fact, as the list has it`)
    .addOption(dataDiskOption())
    .option('--allow-http', ALLOW_HTTP)
    .option('--user-data <file>', 'with an image: TOML that the node is given; what a fact is with it is shown too')
    .addOption(readerOption())
    .addOption(new Option('--format <format>', 'output format').choices(['text', 'json']).default('text'))
    .addHelpText('after', IMAGE_HELP)
    .action(async (words: readonly string[], options) => {
      const { showFacts } = await import('./commands/facts.ts');
      await showFacts(words, options);
    });
}

function addPartitions(program: Command): void {
  program
    .command('partitions')
    .description('Show the partition table with roles, banks and A/B bits')
    .argument('<image...>', DISK)
    .addOption(dataDiskOption('the second disk of a split image, whose table is shown, too; in a folder and in an OVA it is found'))
    .option('--allow-http', ALLOW_HTTP)
    .addOption(new Option('--format <format>', 'output format').choices(['text', 'json']).default('text'))
    .addHelpText('after', IMAGE_CODES)
    .action(async (images: readonly string[], options) => {
      const { showPartitions } = await import('./commands/partitions.ts');
      await showPartitions(images, options);
    });
}

function addVerifyReaders(program: Command, setExitCode: SetExitCode): void {
  program
    .command('verify-readers')
    .description('Read an image with staticfire and with libguestfs, and tell every fact that they do not have alike')
    .argument('<image...>', IMAGE)
    .addOption(dataDiskOption())
    .option('--allow-http', ALLOW_HTTP)
    .addOption(new Option('--format <format>', 'output format').choices(['text', 'json']).default('text'))
    .option('--quiet', 'no progress on stderr')
    .addHelpText('after', IMAGE_HELP + READERS_CODES)
    .action(async (images: readonly string[], options) => {
      const { compareReaders } = await import('./commands/verify-readers.ts');
      setExitCode(await compareReaders(images, options));
    });
}

function addInit(program: Command): void {
  program
    .command('init')
    .description('Write a staticfire.yaml that explains itself; never overwrites one')
    .addArgument(new Argument('[file]', 'where to write it').default('staticfire.yaml'))
    .action(async (file: string) => {
      const { init } = await import('./commands/init.ts');
      init(file);
    });
}

function reportOptions(command: Command): Command {
  return formatOptions(command)
    .addOption(
      new Option('--fail-on <severity>', 'the least severity that fails the gate (default: that of staticfire.yaml or the profile, else high)').choices(
        SEVERITIES,
      ),
    )
    .option('--profile <pack/name>', 'judge only what the profile selects; may be given more than once', collectValues, [])
    .option('--pack <folder>', 'load packs of your own from it; may be given more than once', collectValues, [])
    .option('--config <file>', 'what you tailor (default: staticfire.yaml in the working folder, if there is one)')
    .option('--attestations <file>', 'what people vouch for where no image can tell')
    .addOption(new Option('--mode <mode>', 'release: a booted image is a failure; node: it is the subject').choices(['release', 'node']).default('release'))
    .addOption(dayOption());
}

function formatOptions(command: Command): Command {
  return command
    .addOption(new Option('--format <format>', 'what stdout gets').choices(FORMATS).default('terminal'))
    .option('--output <format=file>', 'also write a report to a file; may be given more than once', collectValues, [])
    .option(
      '--anchor <file[:line]>',
      'for sarif-github: the file of your repository to show results in (default: the configuration file, staticfire.yaml or README.md)',
    )
    .option('--rule-pages <url>', 'for sarif and sarif-github: where the folder `policies` with the pages of `pack docs` is published; rules lead there')
    .addOption(new Option('--color <when>', 'colours in the terminal report').choices(['auto', 'always', 'never']).default('auto'));
}

function readerOption(): Option {
  return new Option('--reader <reader>', 'who reads partitions and files: staticfire itself, or libguestfs (guestfs), which starts a virtual machine')
    .choices(['ours', 'guestfs'])
    .default('ours');
}

function collectValues(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}
