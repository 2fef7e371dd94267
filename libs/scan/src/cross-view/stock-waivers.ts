import type { WaiverGroup } from '@staticfire/evaluate/authoring';

/**
 * Rules that stock images fail by design, with a reason to live with each. Reasons are true of Bottlerocket as it is built; whether they are
 * true of somebody's nodes is for them to say.
 */
export const stockWaivers: readonly WaiverGroup[] = [
  {
    title: 'Every stock image',
    about:
      'The kernel modules and network parameters that level 2 of the CIS Bottlerocket Benchmark asks for, and stock images leave as the kernel has them. Settings can mend each of them instead: `staticfire explain RULE` tells which.',
    waivers: [
      {
        rule: 'baseline:modules/sctp',
        reason: 'Kubernetes offers SCTP to services, and the kernel loads the module when a program asks for such a socket.',
      },
      {
        rule: 'baseline:modules/udf',
        reason: 'The kernel is built with the module, and no default denies it. Mounting such a medium takes privileges that our pods do not have.',
      },
      {
        rule: 'baseline:sysctl/accept-redirects',
        reason: 'Interfaces that come later, and IPv6, keep the default of the kernel. The network of our nodes sends no redirects.',
      },
      {
        rule: 'baseline:sysctl/log-martians',
        reason: 'Network plugins route packets of pods by ways that look impossible to the host; logging each of them would drown the log.',
      },
      {
        rule: 'baseline:sysctl/secure-redirects',
        reason: 'Only gateways that the host has are believed, and those of our nodes send no redirects.',
      },
      {
        rule: 'baseline:sysctl/send-redirects',
        reason: 'A redirect is sent only where a packet leaves by the interface that it came from; our pods have interfaces of their own.',
      },
    ],
  },
  {
    title: 'Stock images with Kubernetes',
    about:
      'What the CIS Kubernetes Benchmark asks of worker nodes, and stock images do otherwise. A build mends the first; `settings.kubernetes.seccomp-default` mends the second, which images with Kubernetes 1.33 and newer have on.',
    waivers: [
      {
        rule: 'baseline:kubelet-modes/unit',
        reason: 'The drop-in holds the command line of kubelet and no secret, and nobody but root writes it.',
      },
      {
        rule: 'baseline:kubelet/seccomp-default',
        reason: 'Admission policies of our clusters have every pod name a seccomp profile.',
      },
    ],
  },
  {
    title: 'What the SELinux policy is no guard against',
    about: 'These two tell auditors what Bottlerocket leaves to other means. They are of severity info, and fail no gate unless it is set to info.',
    waivers: [
      {
        rule: 'selinux:access/left-to-the-kernel',
        reason: 'Capabilities, seccomp profiles and lockdown keep containers from these, as Bottlerocket documents.',
      },
      {
        rule: 'selinux:access/runtime-sockets',
        reason: 'Admission policies of our clusters refuse pods that mount /run or the sockets of runtimes.',
      },
    ],
  },
  {
    title: 'Variants with NVIDIA drivers',
    about: 'Other images do not fail it: a waiver about nothing is told as such in every report, so leave it out there.',
    waivers: [
      {
        rule: 'baseline:kernel/lockdown-drivers',
        reason: 'The drivers are linked on the node and not signed, so a kernel in lockdown would not load them; these nodes run workloads that need GPUs.',
      },
    ],
  },
];
