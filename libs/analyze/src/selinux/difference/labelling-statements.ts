import type { SecurityContext, SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { constraintText, isMlsConstraint } from '../constraints/index.ts';
import { contextText } from '../context-text.ts';
import { addressText, defaultTexts, fsUseNames, genfsKey, protocolName, spanText, subnetText } from '../info/statement-words.ts';
import type { Statements } from './section-difference.ts';

type Reader = (policy: SelinuxPolicy) => Statements;

const HANDLE_UNKNOWN = 'handle_unknown';

/** Contexts of objects, constraints and properties of the policy, by what they are about. */
export const labellingSections: Readonly<Record<string, Reader>> = {
  property: ({ header }) =>
    new Map([
      ['version', new Set([String(header.version)])],
      ['mls', new Set([String(header.mls)])],
      [HANDLE_UNKNOWN, new Set([header.handleUnknown])],
    ]),
  polcap: ({ header }) => new Map(header.capabilities.map((name) => [name, new Set<string>()])),
  default: ({ classes }) =>
    new Map(classes.records.flatMap((each) => defaultTexts(each).map(({ name, value }): [string, Set<string>] => [name, new Set([value])]))),
  constrain: (policy) => constraints(policy, 'constraints', false),
  mlsconstrain: (policy) => constraints(policy, 'constraints', true),
  validatetrans: (policy) => constraints(policy, 'validateTransitions', false),
  mlsvalidatetrans: (policy) => constraints(policy, 'validateTransitions', true),
  sid: (policy) => labels(policy, policy.objectContexts.initialSids, ({ sid, name }) => name ?? `#${sid}`),
  fs_use: (policy) => labels(policy, policy.objectContexts.fsUses, ({ behaviour, name }) => `${fsUseNames[behaviour]} ${name}`),
  fscon: (policy) => labels(policy, policy.objectContexts.fileSystems, ({ name }) => name),
  genfscon: (policy) => labels(policy, policy.genfs, (entry) => genfsKey(policy, entry)),
  portcon: (policy) => labels(policy, policy.objectContexts.ports, ({ protocol, low, high }) => `${protocolName(protocol)} ${spanText(low, high)}`),
  netifcon: (policy) => labels(policy, policy.objectContexts.interfaces, ({ name }) => name),
  nodecon: (policy) => {
    const { nodes, nodes6 } = policy.objectContexts;
    return labels(policy, [...nodes, ...nodes6], ({ address, mask }) => `${addressText(address)} ${addressText(mask)}`);
  },
  ibpkeycon: (policy) =>
    labels(policy, policy.objectContexts.infinibandPartitions, ({ subnetPrefix, low, high }) => `${subnetText(subnetPrefix)} ${spanText(low, high, 16)}`),
  ibendportcon: (policy) => labels(policy, policy.objectContexts.infinibandPorts, ({ device, port }) => `${device} ${port}`),
};

interface Labelled {
  readonly context: SecurityContext;
  readonly second?: SecurityContext;
}

function labels<T extends Labelled>(policy: SelinuxPolicy, records: readonly T[], nameOf: (record: T) => string): Statements {
  return new Map(
    records.map((record) => {
      const contexts = [record.context, ...(record.second === undefined ? [] : [record.second])];
      return [nameOf(record), new Set([contexts.map((context) => contextText(context, policy)).join(' ')])];
    }),
  );
}

function constraints(policy: SelinuxPolicy, list: 'constraints' | 'validateTransitions', isMls: boolean): Statements {
  const texts = policy.classes.records.flatMap((each) => {
    return each[list].filter((constraint) => isMlsConstraint(constraint) === isMls).map((constraint) => constraintText(policy, each, constraint));
  });
  return new Map(texts.map((text) => [text, new Set<string>()]));
}
