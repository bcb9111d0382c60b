import type { MailSender } from "./compiled-digest.ts";
import type { CompiledEdition } from "./edition-cache.ts";
import { mapTemplates } from "./edition-templates.ts";

/** An edition whose mails are from another sender than the one that was set when it was compiled. */
export function withSender(compiled: CompiledEdition, sender: MailSender): CompiledEdition {
  return {
    ...compiled,
    templates: mapTemplates(compiled.templates, (template) => ({ ...template, ...sender })),
  };
}
