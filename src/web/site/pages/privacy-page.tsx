import { anchorTo, inline, strong, useWords } from "../../http/page-words.tsx";
import { MessagePage } from "./message-page.tsx";
import { readingSessionDays } from "./reading-list-page.tsx";

type PrivacyPageProps = {
  postalAddress: string;
  /** Whether mails show a picture, which their source sees loaded. */
  showsThumbnails: boolean;
  /** Whether pages show pictures, which this site fetches from their source. */
  showsPictures: boolean;
  /** For how many days digests are kept; 0 is until their reader is erased. */
  digestDays: number;
};

/** What is kept, in plain words. */
export function PrivacyPage({ postalAddress, showsThumbnails, showsPictures, digestDays }: PrivacyPageProps) {
  const { say, rich } = useWords();
  const b = strong;
  return (
    <MessagePage
      title={say("site.privacy.title")}
      description={say("site.privacy.lede")}
      canonical="/privacy"
    >
      <div className="prose">
        <p className="lede">{say("site.privacy.lede")}</p>
        <h2>{say("site.privacy.kept")}</h2>
        <ul>
          <li>{inline(rich("site.privacy.kept-address", {}, { b }))}</li>
          <li>{inline(rich("site.privacy.kept-consent", {}, { b }))}</li>
          <li>{inline(rich("site.privacy.kept-digests", {}, { b }))}</li>
          <li>{inline(rich("site.privacy.kept-marks", {}, { b }))}</li>
          <li>{inline(rich("site.privacy.kept-browsers", { days: readingSessionDays }, { b }))}</li>
        </ul>
        <h2>{say("site.privacy.not-kept")}</h2>
        <ul>
          <li>{say("site.privacy.no-name")}</li>
          <li>{say("site.privacy.no-network")}</li>
        </ul>
        {showsThumbnails ? <p>{say("site.privacy.pictures")}</p> : null}
        {showsPictures ? <p>{say("site.privacy.site-pictures")}</p> : null}
        <h2>{say("site.privacy.in-browser")}</h2>
        <p>{inline(rich("site.privacy.browser-keeps", {}, { link: anchorTo("/reading-list") }))}</p>
        <h2>{say("site.privacy.how-long")}</h2>
        <p>{say("site.privacy.until-erased")}</p>
        {digestDays > 0 ? <p>{say("site.privacy.digests-until", { days: digestDays })}</p> : null}
        <h2>{say("site.privacy.can-do")}</h2>
        <p>{inline(rich("site.privacy.rights", {}, { link: anchorTo("/preferences/link") }))}</p>
        <h2>{say("site.privacy.responsible")}</h2>
        <p>{postalAddress}</p>
      </div>
    </MessagePage>
  );
}
