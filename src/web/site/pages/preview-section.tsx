import { type Wishes, wishQuery } from "../../../subscribers/follow.ts";
import { useWords } from "../../http/page-words.tsx";

/** The digest that the choices beside it make; the form of the choices shows what is not saved yet in its frame. */
export function PreviewSection({ token, wishes }: { token: string; wishes: Wishes }) {
  const { say } = useWords();
  const query = wishQuery(wishes);
  return (
    <section className="preview" id="preview" tabIndex={-1} aria-labelledby="preview-title">
      <h2 className="section-title" id="preview-title">
        {say("site.preferences.preview")}
      </h2>
      <p className="hint">{say("site.preferences.preview-note")}</p>
      <p
        className="hint"
        role="status"
        data-preview-status=""
        data-updated={say("site.choosing.preview-updated")}
        // The script puts the field's name in the place of its mark, which is this.
        data-waits={say("site.choosing.preview-waits", { field: "{field}" })}
      />
      <iframe
        name="preview"
        title={say("site.preferences.preview-frame")}
        src={`/preferences/preview?token=${token}${query === "" ? "" : `&${query}`}`}
      />
      <p className="under">
        <a href="#choices">{say("site.choosing.to-choices")}</a>
      </p>
    </section>
  );
}

/** Saves, or shows what would be saved. Where the preview stands below the choices, the button leads there. */
export function PreviewActions() {
  const { say } = useWords();
  return (
    <>
      <div className="actions">
        <button type="submit">{say("site.preferences.save")}</button>
        <button
          className="quiet"
          type="submit"
          name="preview"
          value="yes"
          formAction="/preferences/preview"
          formTarget="preview"
        >
          <span className="aside">{say("site.preferences.update-preview")}</span>
          <span className="under">{say("site.choosing.see-preview")}</span>
        </button>
        <span className="unsaved" role="status" data-unsaved={say("site.choosing.unsaved")} />
      </div>
      <p className="under hint">
        <a href="#preview">{say("site.choosing.to-preview")}</a>
      </p>
    </>
  );
}
