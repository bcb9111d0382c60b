import type { Edition } from "../../../editions/edition.ts";
import { useWords } from "../../http/page-words.tsx";
import { editionPath } from "../../parts/paths.ts";
import { MessagePage } from "./message-page.tsx";

/** In the place of a digest that was not mailed and would hold nothing now. */
export function NothingForYouPage({ cadence, period }: Pick<Edition, "cadence" | "period">) {
  const { say } = useWords();
  return (
    <MessagePage title={say("site.view.title")} isPrivate>
      <p className="lede">{say("site.view.lede")}</p>
      <p>
        <a href={editionPath(cadence, period)}>{say("site.view.edition")}</a>
      </p>
    </MessagePage>
  );
}
