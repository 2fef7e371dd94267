/** Debian packages that bring units of every kind, none of them large. */
export const debianUnitPackages: readonly string[] = [
  ...['systemd', 'udev', 'systemd-resolved', 'systemd-timesyncd', 'systemd-container', 'systemd-journal-remote', 'systemd-oomd', 'dbus-system-bus-common'],
  ...['dbus', 'dbus-broker', 'chrony', 'cron', 'openssh-server', 'rsync', 'nginx-common', 'apache2', 'haproxy', 'redis-server', 'memcached', 'dnsmasq'],
  ...['unbound', 'lighttpd', 'avahi-daemon', 'cups-daemon', 'bluez', 'wpasupplicant', 'ufw', 'nftables', 'netfilter-persistent', 'mdadm', 'lvm2'],
  ...['multipath-tools', 'open-iscsi', 'nfs-common', 'nfs-kernel-server', 'rpcbind', 'openvpn', 'wireguard-tools', 'haveged', 'smartmontools', 'lm-sensors'],
  ...['acpid', 'irqbalance', 'sysstat', 'rsyslog', 'logrotate', 'man-db', 'e2fsprogs', 'util-linux', 'uuid-runtime', 'apt', 'polkitd', 'udisks2', 'upower'],
  ...['postgresql-common', 'keepalived', 'conntrackd', 'munin-node', 'collectd-core', 'snmpd', 'ntpsec', 'gpsd', 'tang-common', 'qemu-guest-agent'],
  ...['auditd', 'apparmor', 'dropbear-bin', 'lxcfs', 'iwd', 'fail2ban', 'cloud-init', 'unattended-upgrades'],
];
