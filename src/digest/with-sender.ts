import type { Config } from "../config/env.ts";
import type { MailSender } from "./compiled-digest.ts";
import type { CompiledEdition } from "./edition-cache.ts";
import { mapTemplates, templateOf } from "./edition-templates.ts";
import { mailSender } from "./mail-sender.ts";

/** From whom an edition's mails are that are made now: under the name with which it was compiled. */
export function senderOf({ templates }: CompiledEdition, mail: Config["mail"]): MailSender {
  return mailSender(mail, templateOf(templates, { detail: "title" }).name ?? null);
}

/** An edition whose mails are from another sender than the one that was set when it was compiled. */
export function withSender(compiled: CompiledEdition, sender: MailSender): CompiledEdition {
  return {
    ...compiled,
    templates: mapTemplates(compiled.templates, (template) => ({ ...template, ...sender })),
  };
}
