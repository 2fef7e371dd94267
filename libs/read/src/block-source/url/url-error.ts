/** An image cannot be fetched, or not as it was at first. The message shows no query, user or password. */
export class UrlError extends Error {
  override readonly name = 'UrlError';
}
