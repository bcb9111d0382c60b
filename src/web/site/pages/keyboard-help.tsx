import { mostInRequest } from "../../../taste/reading-list.ts";
import { useWords } from "../../http/page-words.tsx";

const keys = [
  ["/", "site.keys.search"],
  ["j", "site.keys.next"],
  ["k", "site.keys.previous"],
  ["o", "site.keys.open"],
  ["s", "site.keys.save"],
  ["?", "site.keys.help"],
] as const;

/** Opens the help; seen only where scripts run, since keys act by the site's script alone. */
export function KeyboardHelpButton() {
  const { say } = useWords();
  return (
    <button type="button" className="as-link with-script" data-open-keys="">
      {say("site.keys.title")}
    </button>
  );
}

/** What the site's script shows: the help of the keys, with their switch, and what became of a saved paper. */
export function ReaderTools() {
  const { say } = useWords();
  return (
    <>
      <dialog className="keys" aria-labelledby="keys-title" data-keys="">
        <h2 className="section-title" id="keys-title">
          {say("site.keys.title")}
        </h2>
        <dl>
          {keys.map(([key, does]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{say(does)}</dd>
            </div>
          ))}
        </dl>
        <label className="tick">
          <input type="checkbox" data-use-keys="" aria-describedby="keys-hint" />
          {say("site.keys.switch")}
        </label>
        <p className="hint" id="keys-hint">
          {say("site.keys.hint")}
        </p>
        <form method="dialog">
          <button type="submit" className="quiet">
            {say("site.keys.close")}
          </button>
        </form>
      </dialog>
      <p
        className="kept-status"
        role="status"
        data-kept-status=""
        data-saved={say("site.keep.saved")}
        data-removed={say("site.keep.removed")}
        data-full={say("site.keep.full", { most: mostInRequest })}
        data-blocked={say("site.keep.blocked")}
        data-ended={say("site.keep.ended")}
        data-error={say("site.keep.failed")}
        data-most={mostInRequest}
      />
    </>
  );
}
