import { dayOf } from "../../../calendar/periods.ts";
import type { AddressChange } from "../../../subscribers/address-changes-store.ts";
import type { AddressLink } from "../../../subscribers/answer-address-change.ts";
import { linkLifeMs } from "../../../subscribers/links.ts";
import type { Subscriber } from "../../../subscribers/store.ts";
import { anchorTo, inline, strong, useWords } from "../../http/page-words.tsx";
import { EmailField } from "./email-field.tsx";
import { MessagePage } from "./message-page.tsx";

const dayMs = 24 * 60 * 60_000;

export type AskAddressPageProps = {
  subscriber: Subscriber;
  /** To the preferences. */
  token: string;
  /** What waits for its answers, if anything does. */
  open: AddressChange | null;
  /** What was sent and could not be taken, and why. */
  email?: string;
  problem?: string;
  /** The address that was probably meant. */
  suggestion?: string;
};

/** Asks for the address to which the digests shall go. */
export function AskAddressPage(props: AskAddressPageProps) {
  const { subscriber, token, problem, email = "" } = props;
  const { say, rich } = useWords();
  const days = (linkLifeMs["address-allow"] ?? 0) / dayMs;
  const back = `/preferences?token=${token}`;
  const ways = { subscribe: anchorTo("/subscribe"), back: anchorTo(back) };
  return (
    <MessagePage title={say("site.address-change.title")} isPrivate>
      <p className="lede">
        {inline(rich("site.address-change.lede", { email: subscriber.email }, { b: strong }))}
      </p>
      <OpenChange {...props} />
      {props.suggestion === undefined ? null : <Typo {...props} suggestion={props.suggestion} />}
      <form className="subscribe" method="post" action="/preferences/address">
        <input type="hidden" name="token" value={token} />
        <div className="field-row">
          <div className="grow">
            <EmailField
              id="new-email"
              label={say("site.address-change.field")}
              value={email}
              isWrong={Boolean(problem)}
              describedBy={problem ? "new-email-problem" : "new-email-hint"}
            />
          </div>
          <button type="submit">{say("site.consent.address-ask")}</button>
        </div>
        {problem ? (
          <p className="problem" id="new-email-problem" role="alert">
            {problem}
          </p>
        ) : null}
        <p className="hint" id="new-email-hint">
          {say("site.address-change.both", { days })}
        </p>
      </form>
      <p>{inline(rich("site.address-change.locked-out", { email: subscriber.email }, ways))}</p>
      <Back token={token} />
    </MessagePage>
  );
}

function OpenChange({ open, token }: AskAddressPageProps) {
  const { rich, day } = useWords();
  if (open === null) return null;
  const asked = { address: open.email, day: day(dayOf(open.requestedAt), "long"), waits: waitsFor(open) };
  return (
    <div className="notice">
      <p>{inline(rich("site.address-change.open", asked, { b: strong }))}</p>
      <StopForm action="/preferences/address/stop" token={token} />
    </div>
  );
}

function waitsFor({ allowedAt, confirmedAt }: AddressChange): "both" | "old" | "new" {
  if (allowedAt === null) return confirmedAt === null ? "both" : "old";
  return "new";
}

function Typo({ token, email = "", suggestion }: AskAddressPageProps & { suggestion: string }) {
  const { say, rich } = useWords();
  return (
    <div className="notice" role="alert">
      <p>{inline(rich("site.typo.question", { email, suggestion }, { b: strong }))}</p>
      <div className="choices">
        <form method="post" action="/preferences/address">
          <input type="hidden" name="token" value={token} />
          <input type="hidden" name="email" value={suggestion} />
          <button type="submit">{say("site.typo.yes", { suggestion })}</button>
        </form>
        <form method="post" action="/preferences/address">
          <input type="hidden" name="token" value={token} />
          <input type="hidden" name="email" value={email} />
          <input type="hidden" name="sure" value="yes" />
          <button className="quiet" type="submit">
            {say("site.typo.no", { email })}
          </button>
        </form>
      </div>
    </div>
  );
}

/** After asking: the same whatever the new address is. */
export function AddressAskedPage({ subscriber, token }: { subscriber: Subscriber; token: string }) {
  const { say } = useWords();
  return (
    <MessagePage title={say("site.check.title")} isPrivate>
      <p className="lede">{say("site.address-change.sent", { email: subscriber.email })}</p>
      <Back token={token} />
    </MessagePage>
  );
}

type AnswerPageProps = { link: AddressLink; token: string; change: AddressChange; subscriber: Subscriber };

/** Opened from a mail; only its buttons change anything, since mail scanners follow links. */
export function AnswerAddressPage({ link, token, change, subscriber }: AnswerPageProps) {
  const { say, rich } = useWords();
  const isAllowing = link === "address-allow";
  return (
    <MessagePage
      title={say(isAllowing ? "site.address-allow.title" : "site.address-confirm.title")}
      isPrivate
    >
      <p className="lede">
        {inline(
          isAllowing
            ? rich(
                "site.address-allow.lede",
                { email: subscriber.email, address: change.email },
                { b: strong },
              )
            : // The former address is not named: this one may be somebody else's.
              rich("site.address-confirm.lede", { address: change.email }, { b: strong }),
        )}
      </p>
      <form method="post" action={isAllowing ? "/address/allow" : "/address/confirm"}>
        <input type="hidden" name="token" value={token} />
        <button type="submit">
          {say(isAllowing ? "site.consent.address-allow" : "site.consent.address-confirm")}
        </button>
      </form>
      {isAllowing ? <StopForm action="/address/stop" token={token} /> : null}
    </MessagePage>
  );
}

/** After one of the two said yes, and whenever its link is opened again; the present address may still stop the change. */
export function AddressWaitsPage({ link, token }: { link: AddressLink; token: string }) {
  const { say } = useWords();
  return (
    <MessagePage title={say("site.address-waits.title")} isPrivate>
      <p className="lede">
        {say(link === "address-allow" ? "site.address-waits.new" : "site.address-waits.old")}
      </p>
      {link === "address-allow" ? <StopForm action="/address/stop" token={token} /> : null}
    </MessagePage>
  );
}

/** After both said yes, and whenever one of the links is opened again. */
export function AddressChangedPage({ change }: { change: AddressChange }) {
  const { say, rich } = useWords();
  return (
    <MessagePage title={say("site.address-done.title")} isPrivate>
      <p className="lede">{inline(rich("site.address-done.lede", { email: change.email }, { b: strong }))}</p>
    </MessagePage>
  );
}

const goneWords = {
  gone: "site.address-gone.lede",
  taken: "site.address-gone.taken",
  suppressed: "site.address-gone.suppressed",
} as const;

/** Where nothing can change any more. */
export function AddressGonePage({ reason }: { reason: keyof typeof goneWords }) {
  const { say } = useWords();
  return (
    <MessagePage title={say("site.address-gone.title")} isPrivate>
      <p className="lede">{say(goneWords[reason])}</p>
    </MessagePage>
  );
}

/** After a change was stopped; `isStopped` is false when there was none. */
export function AddressStoppedPage({
  subscriber,
  isStopped,
}: {
  subscriber: Subscriber;
  isStopped: boolean;
}) {
  const { say, rich } = useWords();
  const { email } = subscriber;
  if (!isStopped) {
    return (
      <MessagePage title={say("site.address-change.title")} isPrivate>
        <p className="lede">
          {inline(rich("site.address-change.nothing-to-stop", { email }, { b: strong }))}
        </p>
      </MessagePage>
    );
  }
  return (
    <MessagePage title={say("site.address-change.stopped-title")} isPrivate>
      <p className="lede">{inline(rich("site.address-change.stopped", { email }, { b: strong }))}</p>
    </MessagePage>
  );
}

function StopForm({ action, token }: { action: string; token: string }) {
  const { say } = useWords();
  return (
    <form method="post" action={action} id="stop">
      <input type="hidden" name="token" value={token} />
      <button className="quiet" type="submit">
        {say("site.consent.address-stop")}
      </button>
    </form>
  );
}

function Back({ token }: { token: string }) {
  const { say } = useWords();
  return (
    <p>
      <a href={`/preferences?token=${token}`}>{say("site.address-change.preferences")}</a>
    </p>
  );
}
