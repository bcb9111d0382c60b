import { MessagePage } from "./message-page.tsx";

/** Says what went wrong in one sentence and where to go on. */
export function ErrorPage({ title, message, isLink }: { title: string; message: string; isLink?: boolean }) {
  return (
    <MessagePage title={title} isPrivate>
      <p className="lede">{message}</p>
      <p>
        {isLink ? (
          <>
            <a href="/preferences/link">Have a fresh link mailed to you</a> or{" "}
          </>
        ) : null}
        <a href="/">read the latest papers</a>.
      </p>
    </MessagePage>
  );
}
