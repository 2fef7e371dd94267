import { ukiFile } from './bytes/uki-file.ts';

type Machine = 'x64' | 'aa64';

const LOADER_CONFIG = ['timeout menu-disabled', 'editor no', 'auto-entries no', 'auto-firmware no', 'secure-boot-enroll off', ''].join('\n');

/** The programs of a GRUB image's ESP. */
export function grubEsp(machine: Machine): Record<string, Uint8Array> {
  return {
    [`/EFI/BOOT/boot${machine}.efi`]: program('shim', machine),
    [`/EFI/BOOT/grub${machine}.efi`]: program('GRUB', machine),
    [`/EFI/BOOT/mm${machine}.efi`]: program('MokManager', machine),
  };
}

/** The programs of an ESP from the short time of systemd-boot (anatomy-2026 section 4.2). */
export function systemdBootEsp(machine: Machine): Record<string, Uint8Array> {
  return {
    [`/EFI/BOOT/boot${machine}.efi`]: program('shim', machine),
    [`/EFI/BOOT/mm${machine}.efi`]: program('MokManager', machine),
    [`/EFI/BOOT/systemd-boot${machine}.efi`]: program('systemd-boot', machine),
    '/loader/loader.conf': Buffer.from(LOADER_CONFIG),
  };
}

/** A program by its place and shape only. */
function program(name: string, machine: Machine): Uint8Array {
  const sbat = `sbat,1,SBAT Version,sbat,1,https://example.invalid\nstaticfire.lab,1,staticfire,${name},1,https://example.invalid\n`;
  const text = `staticfire lab: stands for ${name}; boots nothing\n`;
  return ukiFile({
    machine,
    sections: [
      { name: '.rodata', bytes: Buffer.from(text) },
      { name: '.sbat', bytes: Buffer.from(sbat) },
    ],
  });
}

/** The certificate that firmware setup can enrol, as PEM and DER. Its key is thrown away and signs nothing. */
export function databaseCertificate(): Record<string, Uint8Array> {
  const der = Buffer.from(CERTIFICATE, 'base64');
  const lines = CERTIFICATE.match(/.{1,64}/g) ?? [];
  const pem = ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
  return { '/EFI/BOOT/db.crt': Buffer.from(pem), '/EFI/BOOT/db.cer': der };
}

// CN=staticfire lab db CA, RSA 2048, self-signed, until 2036.
const CERTIFICATE = [
  'MIIDHzCCAgegAwIBAgIUPBLcS3tg3grrKDsIdE4fWPEydcAwDQYJKoZIhvcNAQELBQAwHzEdMBsGA1UEAwwUc3RhdGljZmlyZSBsYWIgZGIgQ0EwHhcNMjYx',
  'MTI1MDk0MTI0WhcNMzYxMTIyMDk0MTI0WjAfMR0wGwYDVQQDDBRzdGF0aWNmaXJlIGxhYiBkYiBDQTCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEB',
  'AMKYmWJWg2szCKy1KDOAtY3Q6mFrKBUPpMdXYirZR1FGECqliyDb/q30m7IsuOu/W5SmA2W7ueGlIZeB0OTOiAh2AO51fLkmjKYvY9qP1gtIxgeYN84R5cxV',
  'gDAgQnjqc6fPtY1RVpq6d/wlZWXRjBAt6wLqf07ZlOoXeJVuXQXKU22x/sYTCw0wm3DZ4Yl8sq2ltt3YbgB2ac1802izXIquwC/ZHxWx91d+wIdbqML1Yksl',
  'SNYYGHXrzPmnZ+abF1kjj5Wk1ksdcRpnWMNUupA+1TCvUjJrYWUAPQDa2Kqd3Rx/7uCEahtZrzjKok2qsJqqw1GD+yj8XTpzOou+xAsCAwEAAaNTMFEwHQYD',
  'VR0OBBYEFCzdSbTABBzuC3gmrIcXGUimh4WDMB8GA1UdIwQYMBaAFCzdSbTABBzuC3gmrIcXGUimh4WDMA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQEL',
  'BQADggEBAB2BakLzMvKjSksLjOg+rdwbv/x/YvEfTMNFP+YXzqigy7L/fyZO5YQjqEBJ6taI/oMmQDLvMyjIPK0XA6N3WUSTweb+s2adlQPCZ0Vy8DQkmoMX',
  '57k6XPn6WAK3RfV/0Q3AxEEhYlCEtpdwkMW8DuyoDiBPKOk9I9XQzWRTHw2gOBtDHqMIpjRcPjdgfdifJvqoY22hm0JHL1XFx5HYv3dmO6SbpNbVBazWQR0F',
  'sCALeitPv7R82pJ4J/2dINauvnhYx0LTbyXyrIYfEGvIMDTLTdTXnm6uVij9Qv+a55DLnwOWtZlF6b4xqGcG7XZxSVMpZeZuS1cKHQ2gtTWHk7E=',
].join('');
