import type { Context } from "../context.ts";
import { mailSite } from "../delivery/plan/plan-deliveries.ts";
import { compileDigest } from "../digest/compile.ts";
import type { CompiledDigest } from "../digest/compiled-digest.ts";
import { listThemes } from "../digest/list-themes.ts";
import type { Edition } from "../editions/edition.ts";
import { applyEdits, type EditionEdits } from "../editions/edits.ts";
import { mailedPart } from "../editions/mailed-part.ts";
import { findEditionVectors } from "../editions/store.ts";
import type { DraftEdition } from "./draft-edition.ts";

/** A frozen edition as edits would leave it, compiled to be looked at; each template once. Writes nothing. */
export async function draftWithEdits(
  ctx: Pick<Context, "config" | "db" | "settings">,
  frozen: Edition,
  edits: EditionEdits,
): Promise<DraftEdition> {
  const edition = mailedPart(applyEdits(frozen, edits));
  const [themes, vectors] = await Promise.all([
    listThemes(ctx.db, edition),
    findEditionVectors(ctx.db, frozen.id),
  ]);
  const { wordsIn } = ctx.settings.current();
  const compiled = new Map<string, Promise<CompiledDigest>>();
  return {
    edition,
    isFrozen: true,
    template: (detail, language) => {
      const key = `${language} ${detail}`;
      const known = compiled.get(key);
      if (known) return known;
      const made = compileDigest(edition, detail, mailSite(ctx), wordsIn(language), themes);
      compiled.set(key, made);
      return made;
    },
    vectors,
  };
}
