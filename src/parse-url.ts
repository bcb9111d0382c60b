/**
 * Whether a text is an absolute URL. `URL.canParse` of Node 20 says no to letters such as "ü" once it has been called so
 * often that V8 compiles the call.
 */
export function isUrl(text: string): boolean {
  try {
    new URL(text);
    return true;
  } catch {
    return false;
  }
}
