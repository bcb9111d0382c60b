import { useWords } from "../../http/page-words.tsx";
import { useIsSigned } from "./signed-reader.tsx";

/**
 * Saves a paper to the reading list by the site's script: to the reader's own where this browser opens it, else to what
 * the browser keeps. Seen only where scripts run; the same for everybody, since the page may be cached. Nothing where the
 * reader marks papers by a link.
 */
export function KeepButton({ paperId }: { paperId: string }) {
  const { say } = useWords();
  if (useIsSigned()) return null;
  return (
    <button type="button" className="keep quiet" data-keep={paperId} aria-pressed="false">
      {say("site.mark.save")}
    </button>
  );
}
