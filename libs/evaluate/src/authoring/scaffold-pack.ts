import { editorSchemaNames } from './editor-schema-names.ts';

/** Letters that may stand in a pack's id. */
export const PACK_ID = /^[a-z][a-z0-9.-]*$/;

/** The schema that editors check a document with, as a first line; `up` leads from its folder to the pack's. */
function hint(kind: keyof typeof editorSchemaNames, up: string): string {
  return `# yaml-language-server: $schema=${up}schemas/${editorSchemaNames[kind]}\n`;
}

/** The documents of a first pack, by path inside its folder. It needs no sample of its own: the values of `baseline` are beneath its cases. */
export function scaffoldPack(id: string): ReadonlyMap<string, string> {
  return new Map([
    ['pack.yaml', hint('pack', '') + packText(id)],
    ['rules/release/known-variant.yaml', hint('rule', '../../') + RULE],
  ]);
}

function packText(id: string): string {
  return `# Run these in the folder above this one:
#   staticfire pack lint ${id}               is it well formed
#   staticfire pack test ${id}               do the rules say what their cases expect
#   staticfire pack docs ${id}               write README.md and docs/ anew
#   staticfire pack schema ${id}/schemas     renew what editors check the documents with
#   staticfire explain release/known-variant --pack ${id}
#   staticfire scan IMAGE --pack ${id}       judge an image with it
# One file per rule: rules/<area>/<name>.yaml is the rule ${id}:<area>/<name>.
# How to write tables, controls and profiles: policies/README.md of staticfire.
id: ${id}
version: 0.1.0
title: House rules of ${id}
source: Say here who makes these rules and from what.
licence: Say here who may use them.
eras: all
requires: [baseline]              # cases start from its samples; controls and profiles may name its rules
parameters:                       # what a staticfire.yaml may set; rules read params.variants
  variants: { description: Variants that may be released, type: strings, default: [aws-k8s-1.30] }
`;
}

const RULE = `title: The image is one of our variants
failTitle: "The variant {release.?variantId.orValue('(none)')} is none of ours"
severity: medium
securitySeverity: 5.0
rationale: |
  Nodes of a variant that nobody has reviewed run with settings and packages that nobody has looked at.
remediation: |
  Build one of our variants with twoliter (BUILDSYS_VARIANT), or add this one to the parameter variants once it is reviewed.
references: {}
facts: { release: release.identity }        # the names that expressions may use; \`staticfire facts IMAGE\` lists all facts
whenAbsent: fail                            # what it means when the image has no such fact
assert: release.?variantId.orValue("") in params.variants     # a field that may be absent is read with .? and orValue
cases:
  - name: a variant of ours
    given: { release: { variantId: aws-k8s-1.30 } }
    expect: pass
  - name: another variant
    given: { release: { variantId: aws-dev } }
    expect: fail
  - name: another variant, allowed
    given: { release: { variantId: aws-dev } }
    parameters: { variants: [aws-dev] }
    expect: pass
  - name: the release file is damaged
    given: { release: { $unreadable: the inode does not match its checksum } }
    expect: unknown
  - name: no release file
    given: { release: { $absent: true } }
    expect: fail
`;
