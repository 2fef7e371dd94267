/** What a program is for, as far as it gives people or code a way in. */
export type AccessKind =
  | 'clear-text'
  | 'compiler'
  | 'console'
  | 'debugger'
  | 'editor'
  | 'interpreter'
  | 'login'
  | 'network-client'
  | 'package-manager'
  | 'pam'
  | 'privilege'
  | 'scheduler'
  | 'ssh-client'
  | 'ssh-server';

/** A program and its signs. */
export interface AccessProgram {
  readonly program: string;
  readonly kind: AccessKind;
  /** File names. */
  readonly names?: RegExp;
  /** Of a library that it is made of: DT_SONAME or DT_NEEDED. */
  readonly library?: RegExp;
  /** A text in its data, or the name of a symbol, from the first character on: six or more. */
  readonly text?: string;
}

/**
 * Texts and libraries as Debian's builds have them; of 4 948 programs and libraries of Debian 12, wheels and npm packages no
 * program of another family carries one of these texts. Version suffixes of file names count. Stock Bottlerocket images have agetty, which no
 * unit starts (bottlerocket-core-kit packages/util-linux), and those with NVIDIA drivers ld.
 */
export const ACCESS_PROGRAMS: readonly AccessProgram[] = [
  { program: 'python', kind: 'interpreter', names: /^(?:python|pypy)[\d.]*[a-z]?$/, library: /^libpython\d/, text: 'PYTHONHOME' },
  { program: 'perl', kind: 'interpreter', names: /^perl[\d.]*$/, library: /^libperl\.so/, text: 'PERL5LIB' },
  { program: 'ruby', kind: 'interpreter', names: /^(?:ruby|irb|mruby)[\d.]*$/, library: /^libruby(?:-|\.so|\d)/, text: 'ruby_run_node' },
  { program: 'lua', kind: 'interpreter', names: /^(?:lua|luajit)[\d.-]*$/, library: /^lib(?:lua|luajit)[\d.-]*(?:-c\+\+)?\.so/, text: '$LuaVersion: ' },
  { program: 'node', kind: 'interpreter', names: /^(?:node|nodejs|bun|deno)$/, library: /^libnode\.so/, text: 'NODE_REPL_HISTORY' },
  { program: 'php', kind: 'interpreter', names: /^php[\d.]*$/, library: /^libphp[\d.]*\.so/, text: 'PHP_INI_SCAN_DIR' },
  { program: 'mawk', kind: 'interpreter', names: /^(?:mawk|awk|nawk|original-awk)$/, text: 'mawk %d.%d' },
  { program: 'gawk', kind: 'interpreter', names: /^gawk$/, text: 'AWKPATH' },
  { program: 'tcl', kind: 'interpreter', names: /^(?:tclsh|wish|expect)[\d.]*$/, library: /^libtcl[\d.]*\.so/, text: 'Tcl_MainEx' },
  { program: 'guile', kind: 'interpreter', names: /^guile[\d.-]*$/, library: /^libguile-/ },
  { program: 'java', kind: 'interpreter', names: /^java$/, library: /^lib(?:jvm|jli)\.so/, text: 'JDK_JAVA_OPTIONS' },
  { program: 'gdb', kind: 'debugger', names: /^(?:gdb|gdbserver|lldb[\d.-]*)$/, text: 'GDBHISTFILE' },
  { program: 'strace', kind: 'debugger', names: /^strace$/, text: 'RUSAGE_BOTH' },
  { program: 'ltrace', kind: 'debugger', names: /^ltrace$/, text: '.ltrace.conf' },
  { program: 'perf', kind: 'debugger', names: /^(?:perf|bpftrace)$/, text: 'PERF_EXEC_PATH' },
  { program: 'tcpdump', kind: 'debugger', names: /^(?:tcpdump|tshark|dumpcap)$/, library: /^libpcap\.so/ },
  { program: 'crictl', kind: 'debugger', names: /^(?:crictl|critest|nerdctl)$/ },
  { program: 'sshd', kind: 'ssh-server', names: /^(?:sshd|sshd-session|sshd-auth)$/, text: 'Missing privilege separation directory' },
  { program: 'dropbear', kind: 'ssh-server', names: /^(?:dropbear|dropbearmulti)$/, text: 'Dropbear server v' },
  { program: 'ssh', kind: 'ssh-client', names: /^(?:ssh|scp|sftp|ssh-keygen|ssh-agent|ssh-add)$/, text: 'OpenSSH_' },
  { program: 'dbclient', kind: 'ssh-client', names: /^(?:dbclient|dropbearkey|dropbearconvert)$/, text: 'SSH-2.0-dropbear' },
  { program: 'pam', kind: 'pam', names: /^pam_[a-z0-9_]+\.so$/, library: /^libpam(?:_misc|c)?\.so/ },
  { program: 'login', kind: 'login', names: /^login$/, text: 'FAILED LOGIN' },
  { program: 'sulogin', kind: 'login', names: /^sulogin$/, text: 'SUSHELL' },
  { program: 'getty', kind: 'console', names: /^(?:[amu]?getty|mingetty|fgetty)$/, text: 'agetty.reload' },
  { program: 'su', kind: 'privilege', names: /^(?:su|runuser)$/ },
  { program: 'sudo', kind: 'privilege', names: /^(?:sudo|sudoedit|sudo-rs|visudo)$/, library: /^libsudo_util\.so/, text: '/etc/sudo.conf' },
  { program: 'doas', kind: 'privilege', names: /^doas$/, text: '/etc/doas.conf' },
  { program: 'pkexec', kind: 'privilege', names: /^(?:pkexec|polkitd)$/, library: /^libpolkit-/, text: 'org.freedesktop.policykit.exec' },
  { program: 'rpm', kind: 'package-manager', names: /^(?:rpm|rpmkeys|rpmdb|rpm2cpio|rpmbuild|rpm-ostree)$/, library: /^librpm(?:build|io|sign)?\.so/ },
  { program: 'dnf', kind: 'package-manager', names: /^(?:dnf\d?|dnf-3|microdnf|tdnf|yum)$/, library: /^libdnf\d?\.so/ },
  { program: 'zypper', kind: 'package-manager', names: /^zypper$/, library: /^libzypp(?:-tui)?\.so/ },
  { program: 'dpkg', kind: 'package-manager', names: /^(?:dpkg|dpkg-deb|dpkg-query)$/, text: 'DPKG_MAINTSCRIPT_PACKAGE' },
  { program: 'apt', kind: 'package-manager', names: /^(?:apt|apt-get|apt-cache|aptitude)$/, library: /^libapt-pkg\.so/ },
  { program: 'apk', kind: 'package-manager', names: /^apk$/, library: /^libapk\.so/ },
  { program: 'pacman', kind: 'package-manager', names: /^pacman$/, library: /^libalpm\.so/ },
  { program: 'opkg', kind: 'package-manager', names: /^opkg(?:-cl)?$/, library: /^libopkg\.so/ },
  { program: 'pip', kind: 'package-manager', names: /^(?:pip[\d.]*|pipx|uv|conda|npm|npx|yarn|pnpm|gem|cpan|nix|nix-env|flatpak|snap)$/ },
  { program: 'gcc', kind: 'compiler', names: /^(?:[\w-]+-)?(?:gcc|g\+\+|cpp|c\+\+|cc|cc1|cc1plus)(?:-\d+)?$/, text: 'COLLECT_GCC_OPTIONS' },
  { program: 'clang', kind: 'compiler', names: /^clang(?:\+\+)?(?:-\d+)?$/, library: /^lib(?:clang-cpp|clang)\.so/ },
  { program: 'ld', kind: 'compiler', names: /^(?:[\w-]+-)?(?:ld|ld\.bfd|ld\.gold|ld\.lld|lld|as)$/, text: 'LDEMULATION' },
  { program: 'toolchain', kind: 'compiler', names: /^(?:go|rustc|cargo|tcc|javac|cmake|ninja)$/ },
  { program: 'make', kind: 'compiler', names: /^g?make$/, text: 'MAKEFILE_LIST' },
  { program: 'curl', kind: 'network-client', names: /^curl$/, library: /^libcurl(?:-gnutls|-nss)?\.so/ },
  { program: 'wget', kind: 'network-client', names: /^wget2?$/, text: 'GNU Wget' },
  { program: 'nc', kind: 'network-client', names: /^(?:nc|ncat|netcat|nc\.openbsd|nc\.traditional|nmap)$/, text: 'Answer TELNET negotiation' },
  { program: 'nc', kind: 'network-client', text: 'inverse host lookup failed' },
  { program: 'socat', kind: 'network-client', names: /^socat1?$/, text: 'SOCAT_DEFAULT_LISTEN_IP' },
  { program: 'telnet', kind: 'clear-text', names: /^(?:in\.)?telnetd?$/, text: '/.telnetrc' },
  { program: 'ftp', kind: 'clear-text', names: /^(?:t?n?ftp|v?s?ftpd|in\.t?ftpd|proftpd)$/, text: 'FTPANONPASS' },
  { program: 'rsh', kind: 'clear-text', names: /^(?:rsh|rlogin|rexec|rcp|in\.rshd|in\.rlogind)$/ },
  { program: 'snmp', kind: 'clear-text', names: /^(?:snmpd|snmptrapd|snmp(?:get|walk|set))$/ },
  { program: 'rpc', kind: 'clear-text', names: /^(?:rpcbind|portmap|rpc\.nfsd|rpc\.mountd|rpc\.statd|ypbind|ypserv)$/ },
  { program: 'vi', kind: 'editor', names: /^(?:vi|vim?(?:\.\w+)?|nvim|ex|view|emacs(?:-\w+)?|ed|joe)$/, text: 'VIMRUNTIME' },
  { program: 'nano', kind: 'editor', names: /^(?:nano|pico)$/, text: '/etc/nanorc' },
  { program: 'cron', kind: 'scheduler', names: /^(?:crond?|crontab|anacron|fcron)$/, text: '/etc/cron.allow' },
  { program: 'at', kind: 'scheduler', names: /^(?:at|atd|batch|atq|atrm)$/, text: '/etc/at.allow' },
];
