import { Argument, Command, Option } from 'commander';

type SetExitCode = (exitCode: number) => void;

const IMAGE_OR_POLICY = 'binary policy, or a disk image (raw, or in LZ4, gzip or zstd): then the policy that it configures';
const EXIT_CODES = `
Exit codes:
  0    answered, also when the answer is that there is nothing
  2    usage: the policy has no such type, class, permission … (the nearest one is named)
  3    the policy or image could not be read, or the question is too large
`;
const DIFF_EXIT_CODES = EXIT_CODES.replace('answered, also when the answer is that there is nothing', 'no difference\n  1    differences');
const LABELS_EXIT_CODES = `
Exit codes:
  0    every label is as file_contexts says
  1    differences
  2    usage
  3    the image could not be read, or not every file in it
`;

const list = (value: string): readonly string[] => value.split(',').filter((name) => name !== '');
const collect = (value: string, previous: readonly string[]): readonly string[] => [...previous, ...list(value)];
const count = (value: string): number => (/^[1-9][0-9]{0,5}$/.test(value) ? Number(value) : Number.NaN);

const conditions = (text: string) =>
  new Option('--conditions <which>', `conditional rules that count: of every branch, or as the booleans are set (default: ${text})`).choices([
    'any',
    'default',
  ]);
const brief = () => new Option('--brief', 'without the rules that prove it');
const exclude = (what: string) =>
  new Option('--exclude <names>', `types or attributes that ${what}, with commas between them`).argParser(collect).default([], '');
const limit = () => new Option('--limit <count>', 'at most so many ways').argParser(count).default(10);

/** `staticfire selinux …`: questions to a policy. */
export function addSelinux(program: Command, setExitCode: SetExitCode): void {
  const selinux = program.command('selinux').description('Ask a SELinux policy, or that of an image: what it holds, who can do what, what leads where');
  addInfo(selinux);
  addSearch(selinux);
  addWhoCan(selinux);
  addCan(selinux);
  addTransitions(selinux);
  addFlow(selinux);
  addDiff(selinux, setExitCode);
  addLabels(selinux, setExitCode);
}

function commonOptions(command: Command): Command {
  return command
    .addOption(new Option('--bank <bank>', 'of an image: the bank (default: the one that boots)').choices(['A', 'B']))
    .addOption(new Option('--format <format>', 'output format').choices(['text', 'json']).default('text'));
}

function addInfo(selinux: Command): void {
  commonOptions(selinux.command('info').description('Count what a policy holds, as seinfo does, or list one kind of it').argument('<policy>', IMAGE_OR_POLICY))
    .option('--list <kind>', 'list the statements of a kind: type, attribute, role, user, bool, class, permissive, sid, genfscon …')
    .option('--name <name>', 'with --list: only those about this one')
    .option('--type <type>', 'with --list: only those that name this type or attribute')
    .addHelpText(
      'after',
      `${EXIT_CODES}
Examples:
  staticfire selinux info bottlerocket.img
  staticfire selinux info policy.31 --list attribute --name trusted_s
`,
    )
    .action(async (policy: string, options) => {
      const { info } = await import('./commands/selinux/info.ts');
      await info(policy, options);
    });
}

/** Options of sesearch that commander cannot spell. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['-ds', '--direct-source'],
  ['-dt', '--direct-target'],
]);
const REFUSED = ['-eb', '-ep', '-ex', '-Sp', '-rs', '-rt', '-rc', '-rd', '-rb', '-x', '--xperms', '--neverallow', '--neverallowxperm'];

/** Takes `-ds` and `-dt`, and refuses by name what sesearch has and this has not. */
class SearchCommand extends Command {
  override parseOptions(args: string[]) {
    const refused = args.find((arg) => REFUSED.includes(arg));
    if (refused !== undefined) this.error(`error: sesearch's ${refused} is not supported`);
    return super.parseOptions(args.map((arg) => SPELLINGS.get(arg) ?? arg));
  }
}

const SEARCH_HELP = `
Options and lines are those of sesearch (setools 4); lines are sorted. No other of its options is known: expressions (-rs …) and exact sets (-ep …) are refused.
At least one kind of rule has to be asked for. A kernel policy holds no neverallow rules.
${EXIT_CODES}
Examples:
  staticfire selinux search bottlerocket.img -A -s container_t -t secret_t -c file -p read
  staticfire selinux search policy.33 -A -s httpd_t -ds
  staticfire selinux search policy.33 -T -s init_t -D httpd_t
`;

function addSearch(selinux: Command): void {
  const search = new SearchCommand('search').copyInheritedSettings(selinux).description('Search rules, with the options and the lines of sesearch');
  selinux.addCommand(search);
  commonOptions(search.argument('<policy>', IMAGE_OR_POLICY))
    .option('-A', 'allow and allowxperm rules')
    .option('--allow', 'allow rules')
    .option('--allowxperm', 'allowxperm rules')
    .option('--auditallow', 'auditallow rules')
    .option('--auditallowxperm', 'auditallowxperm rules')
    .option('--dontaudit', 'dontaudit rules')
    .option('--dontauditxperm', 'dontauditxperm rules')
    .option('-T, --type_trans', 'type_transition rules')
    .option('--type_change', 'type_change rules')
    .option('--type_member', 'type_member rules')
    .option('--role_allow', 'role allow rules')
    .option('--role_trans', 'role_transition rules')
    .option('--range_trans', 'range_transition rules')
    .option('-s, --source <name>', 'type or attribute, or role, of the source')
    .option('-t, --target <name>', 'type or attribute, or role, of the target')
    .option('-c, --class <classes>', 'any of these classes, with commas between them', list)
    .option('-p, --perms <permissions>', 'any of these permissions, with commas between them', list)
    .option('-D, --default <name>', 'new type or role of the rule')
    .option('-b, --bool <booleans>', 'any of these booleans in the condition, with commas between them', list)
    .option('--direct-source', 'also -ds: rules that name the source itself, not what it stands for')
    .option('--direct-target', 'also -dt: the same of the target')
    .addHelpText('after', SEARCH_HELP)
    .action(async (policy: string, options) => {
      const { search: run } = await import('./commands/selinux/search.ts');
      await run(policy, options);
    });
}

function addWhoCan(selinux: Command): void {
  commonOptions(
    selinux
      .command('who-can')
      .description('Tell which types may do something to a target, attributes expanded, and by which rules')
      .argument('<policy>', IMAGE_OR_POLICY)
      .argument('<permissions>', 'any of these, with commas between them')
      .argument('<target:class>', 'type, alias or attribute, and a class'),
  )
    .option('--all', 'only who has every one of the permissions')
    .addOption(conditions('any'))
    .addOption(brief())
    .addHelpText(
      'after',
      `
Only rules are asked: constraints may forbid more. \`can\` with full contexts weighs them.
${EXIT_CODES}
Examples:
  staticfire selinux who-can bottlerocket.img write secret_t:file
  staticfire selinux who-can policy.33 read,open shadow_t:file --all --conditions default
`,
    )
    .action(async (policy: string, permissions: string, target: string, options) => {
      const { whoCan } = await import('./commands/selinux/who-can.ts');
      await whoCan(policy, list(permissions), target, options);
    });
}

function addCan(selinux: Command): void {
  commonOptions(
    selinux
      .command('can')
      .description('Tell what a source may do, attributes expanded, and by which rules; with full contexts also what constraints forbid, and why')
      .argument('<policy>', IMAGE_OR_POLICY)
      .argument('<source>', 'type, alias or attribute; or a context, user:role:type[:range]')
      .addArgument(new Argument('[target]', 'the same of the target, with :class behind it for one class')),
  )
    .option('-p, --perms <permissions>', 'only these permissions, with commas between them', list)
    .addOption(conditions('any; with contexts default'))
    .addOption(brief())
    .addHelpText(
      'after',
      `${EXIT_CODES}
Examples:
  staticfire selinux can bottlerocket.img container_t secret_t:file
  staticfire selinux can bottlerocket.img system_u:system_r:container_t:s0:c1,c2 system_u:object_r:data_t:s0:c3,c4:file
`,
    )
    .action(async (policy: string, source: string, target: string | undefined, options) => {
      const { can } = await import('./commands/selinux/can.ts');
      await can(policy, source, target, options);
    });
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
      `${EXIT_CODES}
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
    .addOption(exclude('nothing flows through'))
    .addOption(limit())
    .addOption(conditions('any'))
    .addOption(brief())
    .addHelpText(
      'after',
      `
A permission weighs from 1, hardly anything can be told by it, to 10, whole contents at once.
${EXIT_CODES}
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

function addDiff(selinux: Command, setExitCode: SetExitCode): void {
  commonOptions(
    selinux
      .command('diff')
      .description('Tell what two policies say differently: by names, attributes expanded')
      .argument('<old>', IMAGE_OR_POLICY)
      .argument('<new>', 'the same'),
  )
    .option('--section <names>', 'only these kinds of statements, with commas between them; may be given more than once', collect, [])
    .option('--stats', 'only counts')
    .addHelpText(
      'after',
      `
+ is only in NEW, - only in OLD, ~ in both with other parts.
${DIFF_EXIT_CODES}
Examples:
  staticfire selinux diff old.img new.img
  staticfire selinux diff policy.31 new.img --section allow,permissive --stats
`,
    )
    .action(async (before: string, after: string, options) => {
      const { diff } = await import('./commands/selinux/diff.ts');
      setExitCode(await diff(before, after, options));
    });
}

function addLabels(selinux: Command, setExitCode: SetExitCode): void {
  commonOptions(
    selinux
      .command('labels')
      .description('Compare the labels of every file of ROOT and BOOT with file_contexts of the image')
      .argument('<image>', 'disk image: raw, or in LZ4, gzip or zstd'),
  )
    .option('--all', 'every difference, not only the first five of each kind in a folder')
    .addHelpText(
      'after',
      `${LABELS_EXIT_CODES}
Example:
  staticfire selinux labels bottlerocket.img
`,
    )
    .action(async (image: string, options) => {
      const { labels } = await import('./commands/selinux/labels.ts');
      setExitCode(await labels(image, options));
    });
}
