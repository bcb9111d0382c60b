/** A text in which a word stands for each mail address, also a percent-encoded one; in time linear to the text. */
export function withoutAddresses(text: string): string {
  return text.replaceAll(/[^\s<>"'`(),;]+/g, withoutAddress);
}

/** A run of characters without its mail address; `/@scope` is a package's folder. */
function withoutAddress(run: string): string {
  const at = run.search(/[^/](@|%40)/) + 1;
  if (at === 0) return run;
  const start = Math.max(run.lastIndexOf(":", at), run.lastIndexOf("=", at)) + 1;
  return `${run.slice(0, start)}(address)`;
}
