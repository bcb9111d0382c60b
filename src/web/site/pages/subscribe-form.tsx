import type { Wishes } from "../../../subscribers/follow.ts";
import { anchorTo, inline, useWords } from "../../http/page-words.tsx";
import { EmailField } from "./email-field.tsx";
import { WishFields } from "./wish-fields.tsx";

export type SubscribeFormProps = {
  /** Makes the ids of two forms on one page differ. */
  id: string;
  /** When the next edition is ready; told below. */
  ready?: Date;
  email?: string;
  /** Why what was sent is not usable. */
  problem?: string;
  /** What the reader wishes to follow from the start. */
  wishes?: Wishes;
  /** What they agree to, sealed: it comes back with the form, also from a page that lay in a cache. */
  consent: string;
};

/** The field that people do not see and programs fill. */
export const honeypotName = "homepage";

/** The field with the sealed text that the form shows. */
export const consentFieldName = "consent";

/** Asks for an address; the zone is filled in by the browser when it can. */
export function SubscribeForm({ id, ready, email, problem, wishes = {}, consent }: SubscribeFormProps) {
  const { say, rich, instant } = useWords();
  return (
    <form className="subscribe" method="post" action="/subscribe">
      <div className="field-row">
        <div className="grow">
          <EmailField
            id={`${id}-email`}
            label={say("site.frame.address")}
            placeholder={say("site.frame.address-hint")}
            value={email}
            isWrong={Boolean(problem)}
            describedBy={[...(problem ? [`${id}-problem`] : []), `${id}-note`].join(" ")}
          />
        </div>
        <button type="submit">{say("site.frame.subscribe")}</button>
      </div>
      {problem ? (
        <p className="problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      ) : null}
      <input type="hidden" name="timezone" data-browser-zone="" />
      <input type="hidden" name={consentFieldName} value={consent} />
      <WishFields wishes={wishes} />
      <div className="trap" aria-hidden="true">
        <label htmlFor={`${id}-homepage`}>{say("site.subscribe.trap")}</label>
        <input id={`${id}-homepage`} name={honeypotName} type="text" tabIndex={-1} autoComplete="off" />
      </div>
      {ready === undefined ? null : (
        <p className="note">
          {inline(
            rich(
              "site.hours.subscribe",
              { ready: instant(ready, "UTC", "time") },
              // The script puts the reader's own time in its place.
              {
                time: (inside) => (
                  <time dateTime={ready.toISOString()} data-local-time="">
                    {inline(inside)}
                  </time>
                ),
              },
            ),
          )}
        </p>
      )}
      <p className="note" id={`${id}-note`}>
        {inline(
          rich(
            "site.subscribe.kept",
            { consent: say("site.consent.subscribe") },
            { link: anchorTo("/privacy") },
          ),
        )}
      </p>
    </form>
  );
}
