const CERTIFICATE = [
  'MIICHjCCAYegAwIBAgIUYU86gJ0d9zGruILX21lDOUTd4EcwDQYJKoZIhvcNAQELBQAwITEfMB0GA1UEAwwWc3RhdGljZmlyZSBsYWIgb2xkIGtleTAeFw0yNjExMjYwMjMwMzZaFw0z',
  'NjExMjUwMjMwMzZaMCExHzAdBgNVBAMMFnN0YXRpY2ZpcmUgbGFiIG9sZCBrZXkwgZ8wDQYJKoZIhvcNAQEBBQADgY0AMIGJAoGBALs06WLuWWYZcuJyRVbKArTgZRPFUGzB3My9Sdho',
  'itog+SE/7MC2qGJDlgrWGVA2Nth53vuR3IfEDZeS/C1jJ27dls75v4wkM1XMsJrxvhq9EvNG+ugU6IlGl3HIC03lOC7CTCFMita0L48M7UpHZpFz1ETpREtzVBJpBvSFzGl3AgMBAAGj',
  'UzBRMB0GA1UdDgQWBBS3Me5coS1CBAiw24EMzyrqQY3mFzAfBgNVHSMEGDAWgBS3Me5coS1CBAiw24EMzyrqQY3mFzAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUAA4GBAGgY',
  'J3TArYwy0n3x56WL/llx8K9AVrVai8MqJsLkMPHFZ2JzLZFGX/7Uhj5rZ8dtbW3dX8UnXotKGxqtcISHUm+mnHRkzfSwf315CizhFIAAAOi9bCQikfReoszMK5v+08SbkgAZYkOpfHX+',
  '/kLBUKtYymiShKYYukfw64iVECyT',
];
const PUBLIC_KEY = [
  'MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7NOli7llmGXLickVWygK04GUTxVBswdzMvUnYaIraIPkhP+zAtqhiQ5YK1hlQNjbYed77kdyHxA2XkvwtYydu3ZbO+b+MJDNVzLCa',
  '8b4avRLzRvroFOiJRpdxyAtN5TguwkwhTIrWtC+PDO1KR2aRc9RE6URLc1QSaQb0hcxpdwIDAQAB',
];

/** DER of a certificate that signs itself, of an RSA key with 1024 bits whose private part nobody has. */
export const weakCertificate: Buffer = Buffer.from(CERTIFICATE.join(''), 'base64');

/** The same key as PEM, with \n in place of the ends of lines, as JSON has it. */
export const weakPublicKey = ['-----BEGIN PUBLIC KEY-----', ...PUBLIC_KEY, '-----END PUBLIC KEY-----', ''].join(String.raw`\n`);
