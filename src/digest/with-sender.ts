import type { MailSender } from "./compiled-digest.ts";
import type { CompiledEdition } from "./edition-cache.ts";

/** An edition whose mails are from another sender than the one that was set when it was compiled. */
export function withSender(compiled: CompiledEdition, sender: MailSender): CompiledEdition {
  const { title, summary, abstract } = compiled.templates;
  return {
    ...compiled,
    templates: {
      title: { ...title, ...sender },
      summary: { ...summary, ...sender },
      abstract: { ...abstract, ...sender },
    },
  };
}
