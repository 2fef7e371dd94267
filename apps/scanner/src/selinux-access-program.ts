import { Argument, type Command } from 'commander';
import { ASKED_EXIT_CODES, brief, commonOptions, conditions, IMAGE_OR_POLICY, list } from './selinux-options.ts';

/** `staticfire selinux who-can` and `can`: what rules grant. */
export function addAccess(selinux: Command): void {
  addWhoCan(selinux);
  addCan(selinux);
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
${ASKED_EXIT_CODES}
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
      `${ASKED_EXIT_CODES}
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
