/** The address of a mailbox: `Name <address>` and `address` are both how a setting, a mail or a provider names one. */
export function bareAddress(mailbox: string): string {
  return (/<([^<>]+)>\s*$/.exec(mailbox)?.[1] ?? mailbox).trim();
}

/** The domain of a mailbox in lower case: `Paperboy <digest@Example.com>` gives `example.com`. */
export function domainOf(mailbox: string): string {
  const address = bareAddress(mailbox);
  return address.slice(address.lastIndexOf("@") + 1).toLowerCase();
}
