/** Text, or a tag between braces. */
export type TemplateToken = TextToken | TagToken;

export interface TextToken {
  readonly kind: 'text';
  readonly text: string;
  /** Line of its first character. */
  readonly line: number;
}

export interface TagToken {
  readonly kind: 'tag';
  /** `open` is `#`, `close` `/`, `else` both `else` and `^` alone; `raw` is printed without escapes. */
  readonly type: 'value' | 'raw' | 'open' | 'close' | 'else' | 'comment';
  /** Without braces, signs and blanks round it; of `else` what stands behind the word. */
  readonly content: string;
  readonly line: number;
  /** `~` on that side. */
  readonly stripBefore: boolean;
  readonly stripAfter: boolean;
}
