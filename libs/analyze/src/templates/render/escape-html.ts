const ESCAPES: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '&': '&amp;',
  "'": '&#x27;',
  '`': '&#x60;',
  '=': '&#x3D;',
};

/** What `{{…}}` does to a text that no helper has made, also in files that are no HTML (handlebars-rust, `html_escape`). */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[<>"&'`=]/g, (sign) => ESCAPES[sign]!);
}
