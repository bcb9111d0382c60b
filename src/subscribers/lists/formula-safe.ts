/** A cell that a spreadsheet would run as a formula gets an apostrophe before it (OWASP, CSV injection). */
export function formulaSafe(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}
