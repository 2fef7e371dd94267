import { expect, it } from 'vitest';
import { diffAnswer, flowAnswer, searchAnswer, sediffAnswer, seinfoflowAnswer, whoCanAnswer } from './selinux-answers.ts';

it('rules are lines that are not empty', () => {
  expect(searchAnswer('allow a b:file { read write };\n\n')).toEqual(['allow a b:file { read write };']);
});

it('flows are pairs, with neither number nor weight', () => {
  const flows = ['shadow_t -> init_t', 'shadow_t -> sshd_t'];
  expect(flowAnswer('shadow_t -> init_t (weight 10)\nshadow_t -> sshd_t (weight 9)\n')).toEqual(flows);
  expect(seinfoflowAnswer('Flow 1: shadow_t -> init_t\nFlow 2: shadow_t -> sshd_t\n\n2 information flow(s) found.\n')).toEqual(flows);
});

it('who can read is where what is read flows to', () => {
  expect(whoCanAnswer('allow init_t shadow_t:file read;\n')).toEqual(['shadow_t -> init_t']);
});

it('a difference is its counts, in words of the policy', () => {
  const ours = 'allow: +2 -1 ~0\n  + allow a b:file { read }\npolcap: +0 -1 ~0\n';
  const theirs = 'Policy Capabilities (0 Added, 1 Removed)\n   Removed Policy Capabilities: 1\n\nAllow Rules (2 Added, 1 Removed, 0 Modified)\n';
  expect([...sediffAnswer(theirs)].sort()).toEqual(diffAnswer(ours));
});
