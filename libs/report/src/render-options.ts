export interface RenderOptions {
  /** ANSI colours; off unless asked for. */
  readonly colour?: boolean;
  /** Columns of the terminal. */
  readonly width?: number;
}
