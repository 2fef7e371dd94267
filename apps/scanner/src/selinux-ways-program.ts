import { Argument, type Command, Option } from 'commander';
import { ASKED_EXIT_CODES, brief, collect, commonOptions, conditions, IMAGE_OR_POLICY, list } from './selinux-options.ts';

const count = (value: string): number => (/^[1-9][0-9]{0,5}$/.test(value) ? Number(value) : Number.NaN);
const exclude = (what: string) =>
  new Option('--exclude <names>', `types or attributes that ${what}, with commas between them`).argParser(collect).default([], '');
const limit = () => new Option('--limit <count>', 'at most so many ways').argParser(count).default(10);

/** `staticfire selinux transitions` and `flow`: what leads where. */
export function addWays(selinux: Command): void {
  addTransitions(selinux);
  addFlow(selinux);
}

function addTransitions(selinux: Command): void {
  commonOptions(
    selinux
      .command('transitions')
      .description('Tell which domains can become which: all, those out of one, or the shortest ways between two')
      .argument('<policy>', IMAGE_OR_POLICY)
      .addArgument(new Argument('[from]', 'type or alias'))
      .addArgument(new Argument('[to]', 'type or alias')),
  )
    .option('--reverse', 'into FROM instead of out of it')
    .addOption(exclude('are neither domains nor entrypoints'))
    .addOption(limit())
    .addOption(conditions('any'))
    .addOption(brief())
    .addHelpText(
      'after',
      `${ASKED_EXIT_CODES}
Examples:
  staticfire selinux transitions bottlerocket.img --brief
  staticfire selinux transitions policy.33 init_t httpd_t
  staticfire selinux transitions policy.33 httpd_t --reverse
`,
    )
    .action(async (policy: string, from: string | undefined, to: string | undefined, options) => {
      const { transitions } = await import('./commands/selinux/transitions.ts');
      await transitions(policy, from, to, options);
    });
}

function addFlow(selinux: Command): void {
  commonOptions(
    selinux
      .command('flow')
      .description('Tell where information of a type can go by one access, or the shortest ways to another type')
      .argument('<policy>', IMAGE_OR_POLICY)
      .argument('<from>', 'type or alias')
      .addArgument(new Argument('[to]', 'type or alias')),
  )
    .option('--reverse', 'into FROM instead of out of it')
    .option('-c, --classes <classes>', 'only permissions of these classes, with commas between them', list)
    .addOption(new Option('--min-weight <weight>', 'only permissions of at least this weight, 1 to 10').argParser(count).default(1))
    .option('--map <file>', "what permissions weigh: a permission map of setools or apol (default: staticfire's own)")
    .addOption(exclude('nothing flows through'))
    .addOption(limit())
    .addOption(conditions('any'))
    .addOption(brief())
    .addHelpText(
      'after',
      `
A permission weighs from 1, hardly anything can be told by it, to 10, whole contents at once.
${ASKED_EXIT_CODES}
Examples:
  staticfire selinux flow bottlerocket.img secret_t container_t --classes file,dir,lnk_file --min-weight 8
  staticfire selinux flow policy.33 shadow_t --min-weight 9 --brief
`,
    )
    .action(async (policy: string, from: string, to: string | undefined, options) => {
      const { flow } = await import('./commands/selinux/flow.ts');
      await flow(policy, from, to, options);
    });
}
