import { writeFileSync } from 'node:fs';
import { UsageError } from '../failure.ts';
import { describeFileError } from '../file-error.ts';

const TEXT = `# How staticfire judges your images. Flags and STATICFIRE_… variables come before this file.
# Everything is optional; remove the leading "# " of what you need.

# Folders with packs of your own, relative to this file, besides the packs that ship with staticfire.
# This starts one: staticfire pack new policies/ours
# packs:
#   - ./policies/ours

# Judge only what a profile selects: one, or a list. Without it every rule and every control.
# profile: cis-bottlerocket-1.0/level-1

# The least severity that fails the gate: critical, high, medium, low, info, none.
# failOn: high

# What people vouch for where no image can tell, relative to this file.
# attestations: ./attestations.yaml

# Leave a rule out, which takes a reason and stays visible in every report, or give it another severity.
# rules:
#   baseline:files/no-setuid:
#     deselect: our agent needs it until ticket 4711 is done
#   baseline:release/clean-build:
#     severity: low

# Leave a control of a framework out.
# controls:
#   cis-bottlerocket-1.0/3.4.1.1:
#     deselect: the network in front of the nodes filters

# Allow-lists and thresholds that packs declare: pack, then parameter.
# parameters:
#   baseline:
#     registries: [public.ecr.aws, registry.example.com]

# Live with findings until a day. They still fail and every report shows them; while a waiver is valid they do not fail the gate.
# Reason, owner and expires are needed, and approvedBy where the rule is critical. Without subject it is about every finding of the
# rule. From and expires count themselves, and days are those of UTC.
# waivers:
#   - rule: baseline:sysctl/accept-redirects
#     subject: net.ipv4.conf.default.accept_redirects
#     reason: the router in front of the nodes needs them until it is replaced
#     owner: Ada, platform team
#     approvedBy: Grace, head of security
#     ticket: OPS-4711
#     from: 2026-10-01
#     expires: 2027-03-31
`;

/** Writes a commented `staticfire.yaml`. Throws UsageError when there is a file already. */
export function init(file: string): void {
  try {
    writeFileSync(file, TEXT, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new UsageError(`${file} is there already; it is never overwritten`);
    throw new UsageError(`${file} cannot be written: ${describeFileError(error)}`, { cause: error });
  }
  process.stdout.write(`wrote ${file}\n`);
}
