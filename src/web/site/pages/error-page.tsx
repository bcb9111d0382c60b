import type { ErrorPageProps } from "../../http/answer-error.tsx";
import { anchorTo, inline, useWords } from "../../http/page-words.tsx";
import { MessagePage } from "./message-page.tsx";

/** Says what went wrong in one sentence and where to go on. */
export function ErrorPage({ title, message, isLink }: ErrorPageProps) {
  const { rich } = useWords();
  const link = anchorTo("/");
  return (
    <MessagePage title={title} isPrivate>
      <p className="lede">{message}</p>
      <p>
        {inline(
          isLink
            ? rich("site.error.fresh-link", {}, { fresh: anchorTo("/preferences/link"), link })
            : rich("site.error.go-on", {}, { link }),
        )}
      </p>
    </MessagePage>
  );
}
