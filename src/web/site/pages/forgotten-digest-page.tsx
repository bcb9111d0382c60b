import { periodHeading } from "../../../calendar/period-words.ts";
import type { Edition } from "../../../editions/edition.ts";
import { useWords } from "../../http/page-words.tsx";
import { editionPath, paperPath } from "../../parts/paths.ts";
import { MessagePage } from "./message-page.tsx";

/** In the place of a digest of which it is kept no longer what it showed: all papers from which it was chosen. */
export function ForgottenDigestPage({
  edition,
}: {
  edition: Pick<Edition, "cadence" | "period" | "papers">;
}) {
  const words = useWords();
  const { say } = words;
  const { cadence, period, papers } = edition;
  return (
    <MessagePage title={say("site.view.kept-no-longer")} isPrivate>
      <p className="period">{periodHeading(words, cadence, period)}</p>
      <p className="lede">{say("site.view.forgotten")}</p>
      <ol>
        {papers.map(({ id, title }) => (
          <li key={id}>
            <a href={paperPath(id)}>{title}</a>
          </li>
        ))}
      </ol>
      <p>
        <a href={editionPath(cadence, period)}>{say("site.view.edition")}</a>
      </p>
    </MessagePage>
  );
}
