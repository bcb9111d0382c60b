import { consentWording } from "../../../subscribers/consent-wording.ts";

export type SubscribeFormProps = {
  /** Makes the ids of two forms on one page differ. */
  id: string;
  email?: string;
  /** Why what was sent is not usable. */
  problem?: string;
};

/** The field that people do not see and programs fill. */
export const honeypotName = "homepage";

/** Asks for an address; the zone is filled in by the browser when it can. */
export function SubscribeForm({ id, email, problem }: SubscribeFormProps) {
  return (
    <form className="subscribe" method="post" action="/subscribe">
      <div className="field-row">
        <div className="grow">
          <label htmlFor={`${id}-email`}>Your email address</label>
          {/* Not type=email: that refuses addresses in other alphabets; inputMode brings the keyboard. */}
          <input
            id={`${id}-email`}
            name="email"
            type="text"
            inputMode="email"
            autoComplete="email"
            autoCapitalize="none"
            spellCheck={false}
            required
            maxLength={254}
            placeholder="you@example.org"
            defaultValue={email}
            aria-invalid={problem ? true : undefined}
            aria-describedby={problem ? `${id}-problem ${id}-note` : `${id}-note`}
          />
        </div>
        <button type="submit">Subscribe</button>
      </div>
      {problem ? (
        <p className="problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      ) : null}
      <input type="hidden" name="timezone" data-browser-zone="" />
      <div className="trap" aria-hidden="true">
        <label htmlFor={`${id}-homepage`}>Leave this empty</label>
        <input id={`${id}-homepage`} name={honeypotName} type="text" tabIndex={-1} autoComplete="off" />
      </div>
      <p className="note" id={`${id}-note`}>
        {consentWording.subscribe} <a href="/privacy">What is kept</a>.
      </p>
    </form>
  );
}
