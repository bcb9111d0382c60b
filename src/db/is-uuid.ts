/** Whether PostgreSQL takes a text as the UUID of a row, in its one usual spelling: anything else is no row's. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
