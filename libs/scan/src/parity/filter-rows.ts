/** Filters are in the memory of a running kernel: the checker decides, no image can. */
export const filterRows: readonly { readonly control: string; readonly onHost: string; readonly dropping: Readonly<Record<string, string>> }[] = [
  ...[
    ['3.4.1', 'iptables', '0.0.0.0/0', '127.0.0.0/8'],
    ['3.4.2', 'ip6tables', '::/0', '::1'],
  ].flatMap(([section, tool, anywhere, loopback]) => [
    {
      control: `${section}.1`,
      onHost: `${tool} shows the policy DROP of all three chains.`,
      dropping: { [`${tool} -L`]: ['INPUT', 'FORWARD', 'OUTPUT'].map((chain) => `Chain ${chain} (policy DROP)\n`).join('\n') },
    },
    {
      control: `${section}.2`,
      onHost: `${tool} shows that lo is accepted before what claims to come from ${loopback} is dropped, and that lo may send.`,
      dropping: {
        [`${tool} -L INPUT -v -n`]: `    0     0 ACCEPT     0    --  lo     *       ${anywhere}  ${anywhere}\n    0     0 DROP       0    --  *      *       ${loopback}  ${anywhere}\n`,
        [`${tool} -L OUTPUT -v -n`]: `    0     0 ACCEPT     0    --  *      lo      ${anywhere}  ${anywhere}\n`,
      },
    },
  ]),
];
