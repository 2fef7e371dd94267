import { Command } from 'commander';
import { ASKED_EXIT_CODES, commonOptions, IMAGE_OR_POLICY, list } from './selinux-options.ts';

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
${ASKED_EXIT_CODES}
Examples:
  staticfire selinux search bottlerocket.img -A -s container_t -t secret_t -c file -p read
  staticfire selinux search policy.33 -A -s httpd_t -ds
  staticfire selinux search policy.33 -T -s init_t -D httpd_t
`;

/** `staticfire selinux search`, which takes the options of sesearch. */
export function addSearch(selinux: Command): void {
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
