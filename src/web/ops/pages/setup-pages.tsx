import type { ReactNode } from "react";
import { listTimezones } from "../../../calendar/timezone.ts";
import type { SendingDomain } from "../../../setup/ask-account.ts";
import type { FinishedSetup } from "../../../setup/finish-setup.ts";
import type { FieldProblems, GivenSender } from "../../../setup/keep-sender.ts";
import type { SetupStep } from "../../../setup/steps.ts";
import { formatCount } from "./format.ts";
import { ImportForm, ImportResult, type ImportShown } from "./import-page.tsx";
import { OpsLayout } from "./ops-layout.tsx";

const steps: { key: SetupStep; label: string }[] = [
  { key: "sender", label: "Who sends" },
  { key: "provider", label: "Resend" },
  { key: "schedule", label: "What and when" },
  { key: "readers", label: "Readers" },
  { key: "edition", label: "First edition" },
  { key: "finish", label: "Keep it" },
];

type SetupFrame = { formToken: string; done: SetupStep[] };

function SetupLayout({
  current,
  title,
  done,
  children,
}: Pick<SetupFrame, "done"> & { current: SetupStep; title: string; children: ReactNode }) {
  return (
    <OpsLayout title={`Set-up: ${title}`}>
      <div className="narrow setup">
        <nav aria-label="Steps of the set-up">
          <ol className="setup-steps">
            {steps.map(({ key, label }) => (
              <li key={key}>
                <a href={`/ops/setup/${key}`} aria-current={key === current ? "step" : undefined}>
                  {label}
                </a>
                {done.includes(key) ? <span className="hint"> done</span> : null}
              </li>
            ))}
          </ol>
        </nav>
        <h1 className="page-title">{title}</h1>
        {children}
      </div>
    </OpsLayout>
  );
}

type FieldProps = {
  name: string;
  label: string;
  hint: string;
  problem: string | undefined;
  children: (field: {
    id: string;
    name: string;
    "aria-describedby": string;
    "aria-invalid": true | undefined;
  }) => ReactNode;
};

function SetupField({ name, label, hint, problem, children }: FieldProps) {
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      {children({
        id: name,
        name,
        "aria-describedby": problem === undefined ? `${name}-hint` : `${name}-problem ${name}-hint`,
        "aria-invalid": problem === undefined ? undefined : true,
      })}
      {problem === undefined ? null : (
        <p className="problem" id={`${name}-problem`} role="alert">
          {label} {problem}.
        </p>
      )}
      <p className="hint" id={`${name}-hint`}>
        {hint}
      </p>
    </div>
  );
}

function SetupProblem({ text }: { text: string | null }) {
  return text === null ? null : (
    <p className="problem" role="alert">
      {text}
    </p>
  );
}

function Token({ formToken }: Pick<SetupFrame, "formToken">) {
  return <input type="hidden" name="form_token" value={formToken} />;
}

type SenderPageProps = SetupFrame & {
  given: GivenSender;
  usualName: string;
  problems: FieldProblems;
};

/** The name, the addresses, and where the site is. */
export function SenderPage({ given, usualName, problems, ...frame }: SenderPageProps) {
  const fields = [
    {
      name: "name",
      label: "Name",
      hint: "What mails, pages and feeds call this newsletter.",
      placeholder: usualName,
      autoComplete: "organization",
    },
    {
      name: "from",
      label: "Sender's address",
      hint: "Mails come from it; its domain must be yours. Such as digest@papers.example.com.",
      type: "email",
    },
    {
      name: "postalAddress",
      label: "Postal address",
      hint: "At the foot of every mail, in one line: the law of many countries asks for it.",
      autoComplete: "street-address",
    },
    {
      name: "opsEmail",
      label: "Your address",
      hint: "Gets the first edition as a test, and alerts later.",
      type: "email",
      autoComplete: "email",
    },
    {
      name: "publicUrl",
      label: "Address of the site",
      hint: "As readers write it; links in mails begin with it. https, with a path if you like.",
      type: "url",
    },
  ] as const;
  return (
    <SetupLayout {...frame} current="sender" title="Who sends">
      <p>
        Six short steps; each can be left and taken up again from this browser, for two days. Nothing is
        mailed to readers meanwhile.
      </p>
      <form method="post" action="/ops/setup/sender">
        <Token {...frame} />
        {fields.map(({ name, label, hint, ...more }) => (
          <SetupField key={name} {...{ name, label, hint }} problem={problems[name]}>
            {(field) => <input {...field} {...more} defaultValue={given[name]} required maxLength={300} />}
          </SetupField>
        ))}
        <p className="actions">
          <button type="submit">Keep and go on</button>
        </p>
      </form>
    </SetupLayout>
  );
}

type ResendPageProps = SetupFrame & {
  problem: string | null;
  hasKey: boolean;
  /** Of the sender; null before the first step. */
  domainName: string | null;
  /** Null where the account has none of that name, or it was not told. */
  domain: SendingDomain | null;
  isDomainTold: boolean;
  hasWebhook: boolean;
  endpoint: string;
  mayHaveWebhook: boolean;
};

/** The key, the domain and the webhook. */
export function ResendPage(props: ResendPageProps) {
  const { problem, hasKey, hasWebhook, endpoint, mayHaveWebhook, domainName, ...frame } = props;
  return (
    <SetupLayout {...frame} current="provider" title="Resend">
      <SetupProblem text={problem} />
      <form method="post" action="/ops/setup/provider">
        <h2>Key</h2>
        <Token {...frame} />
        <input type="hidden" name="do" value="key" />
        <SetupField
          name="key"
          label={hasKey ? "Another key" : "API key"}
          hint="Make one with full access at https://resend.com/api-keys. It is asked of Resend at once, and kept in memory alone until the last step."
          problem={undefined}
        >
          {(field) => <input {...field} type="password" autoComplete="off" required placeholder="re_…" />}
        </SetupField>
        <p>
          <button type="submit" className={hasKey ? "quiet" : undefined}>
            Check the key
          </button>
          {hasKey ? <strong> Resend takes the key.</strong> : null}
        </p>
      </form>
      {hasKey && domainName !== null ? <DomainPart {...props} domainName={domainName} /> : null}
      {hasKey ? (
        <form method="post" action="/ops/setup/provider">
          <h2>Webhook</h2>
          <Token {...frame} />
          <input type="hidden" name="do" value="webhook" />
          <p>
            Through it Resend tells what became of mails: <code className="breaks">{endpoint}</code>
          </p>
          {hasWebhook ? (
            <p>
              <strong>The webhook is there, and its signing secret is known.</strong>
            </p>
          ) : mayHaveWebhook ? (
            <p>
              <button type="submit">Make the webhook</button>
            </p>
          ) : (
            <p className="problem">
              Resend calls https addresses alone. Change the address of the site in the first step, or make
              the webhook by hand later.
            </p>
          )}
        </form>
      ) : null}
      <p className="actions">
        <a className="button" href="/ops/setup/schedule">
          Go on
        </a>
      </p>
    </SetupLayout>
  );
}

function DomainPart({
  formToken,
  domain,
  domainName,
  isDomainTold,
}: Pick<ResendPageProps, "formToken" | "domain" | "isDomainTold"> & { domainName: string }) {
  const isVerified = domain?.status === "verified";
  return (
    <form method="post" action="/ops/setup/provider">
      <h2>Domain</h2>
      <Token formToken={formToken} />
      <input type="hidden" name="do" value="domain" />
      {!isDomainTold ? <p>The state of {domainName} could not be read.</p> : null}
      {isDomainTold && domain === null ? (
        <p>
          <strong>{domainName} is not among the account's domains.</strong> Add it here, then set the records
          that Resend names in your DNS.
        </p>
      ) : null}
      {domain === null ? null : isVerified ? (
        <p>
          <strong>{domain.name} is verified:</strong> mails may come from it.
        </p>
      ) : (
        <p>
          <strong>
            {domain.name} is not verified ({domain.status.replaceAll("_", " ")}).
          </strong>{" "}
          Set these records in its DNS, wait some minutes, then check.
        </p>
      )}
      {domain === null || isVerified || domain.records.length === 0 ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className="wide-table" aria-label="Records of the domain" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">Type</th>
                <th scope="col">Name</th>
                <th scope="col">Value</th>
                <th scope="col">Priority</th>
                <th scope="col">State</th>
              </tr>
            </thead>
            <tbody>
              {domain.records.map(({ type, name, value, priority, status }) => (
                <tr key={`${type} ${name} ${value}`}>
                  <td>{type}</td>
                  <td>
                    <code>{name}</code>
                  </td>
                  <td>
                    <code className="breaks">{value}</code>
                  </td>
                  <td>{priority ?? ""}</td>
                  <td>{status.replaceAll("_", " ")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {isDomainTold && !isVerified ? (
        <p>
          <button type="submit">{domain === null ? `Add ${domainName}` : "Check now"}</button>
        </p>
      ) : null}
    </form>
  );
}

type SchedulePageProps = SetupFrame & {
  given: { hour: number; timezone: string; categories: string; isHolding: boolean };
  /** What was kept, as a cron pattern in UTC. */
  publishAt: string | null;
  problems: FieldProblems;
};

/** The hour, the categories, and whether editions wait. */
export function SchedulePage({ given, publishAt, problems, ...frame }: SchedulePageProps) {
  return (
    <SetupLayout {...frame} current="schedule" title="What and when">
      <form method="post" action="/ops/setup/schedule">
        <Token {...frame} />
        <SetupField
          name="hour"
          label="Hour of publication"
          hint="When the edition of the day before is made. Each reader's digest then comes at the hour that they choose."
          problem={problems.hour}
        >
          {(field) => (
            <select {...field} defaultValue={String(given.hour)}>
              {Array.from({ length: 24 }, (_, hour) => (
                <option key={String(hour)} value={hour}>
                  {String(hour).padStart(2, "0")}:00
                </option>
              ))}
            </select>
          )}
        </SetupField>
        <SetupField
          name="timezone"
          label="By the clock of"
          hint={`It is kept in UTC as it is today${publishAt === null ? "" : ` (PUBLISH_AT is ${publishAt})`}: where clocks change, it moves by that hour.`}
          problem={problems.timezone}
        >
          {(field) => (
            <select {...field} defaultValue={given.timezone}>
              {listTimezones().map((zone) => (
                <option key={zone}>{zone}</option>
              ))}
            </select>
          )}
        </SetupField>
        <SetupField
          name="categories"
          label="Categories of arXiv"
          hint="Their announcements join Hugging Face's Daily Papers, such as cs.CL, cs.LG. Empty: Daily Papers alone."
          problem={problems.categories}
        >
          {(field) => <input {...field} defaultValue={given.categories} maxLength={500} autoComplete="off" />}
        </SetupField>
        <label className="check">
          <input type="checkbox" name="hold" value="yes" defaultChecked={given.isHolding} /> Hold editions
          until an operator approves them
        </label>
        <p className="actions">
          <button type="submit">Keep and go on</button>
        </p>
      </form>
    </SetupLayout>
  );
}

type ReadersPageProps = SetupFrame & {
  shown: ImportShown;
  /** How many were imported so far; null where nobody was. */
  readers: number | null;
};

const readersWords = (count: number) => (count === 1 ? "1 reader" : `${formatCount(count)} readers`);

/** The readers of a former list. */
export function ReadersPage({ shown, readers, ...frame }: ReadersPageProps) {
  const back = { href: "/ops/setup/edition", label: readers === null ? "Go on without a list" : "Go on" };
  return (
    <SetupLayout {...frame} current="readers" title="Readers">
      {readers === null ? (
        <p>
          Who had readers before brings them along: choose the file that the former program exports. It can be
          done later too.
        </p>
      ) : (
        <p className="notice" role="status">
          {readersWords(readers)} {readers === 1 ? "was" : "were"} imported.
        </p>
      )}
      <p>
        Nothing is mailed to them before Paperboy has been started again with the variables of the last step.
      </p>
      <ImportResult {...shown} />
      {shown.report !== undefined && !shown.given.isDryRun ? (
        <p className="actions">
          <a className="button" href={back.href}>
            {back.label}
          </a>
          <a className="button quiet" href="/ops/setup/readers">
            Import another list
          </a>
        </p>
      ) : (
        <ImportForm {...shown} {...frame} back={back} here="/ops/setup/readers" />
      )}
    </SetupLayout>
  );
}

type FirstEditionPageProps = SetupFrame & {
  opsEmail: string;
  /** Whom a test was mailed to, with the answers as they are. */
  testedAt: string | null;
  /** How many tests were mailed so far: pressed twice, also in two tabs, the button mails one. */
  tests: number;
  /** The day of the first edition, which waits; null while there is none. */
  day: string | null;
  /** How many were imported so far; null where nobody was. */
  readers: number | null;
  problem: string | null;
};

/** The first edition, held and mailed to the operator. */
export function FirstEditionPage({
  opsEmail,
  testedAt,
  tests,
  day,
  readers,
  problem,
  ...frame
}: FirstEditionPageProps) {
  return (
    <SetupLayout {...frame} current="edition" title="The first edition">
      <SetupProblem text={problem} />
      {testedAt === null ? null : (
        <p className="notice" role="status">
          {day === null
            ? `A test is on its way to ${testedAt}. No edition waits for you: the first one to readers comes by itself.`
            : `The edition of ${day} is made and held, and a test of it is on its way to ${testedAt}.`}
        </p>
      )}
      <p>
        The newest day of papers becomes your first edition
        {readers === null ? "" : `, for ${readersWords(readers)}`}. It is held: nobody gets it before you
        approve it, once the set-up is over. It is mailed to{" "}
        {opsEmail === "" ? "your address" : <strong>{opsEmail}</strong>} with the new sender and key, marked
        as a test, so that you see what readers will see. The links of the test lead nowhere.
      </p>
      <p className="hint">A day that is not known yet is collected first, which takes up to half a minute.</p>
      <form method="post" action="/ops/setup/edition" data-busy="Making and sending it.">
        <Token {...frame} />
        <input type="hidden" name="tests" value={tests} />
        <p className="actions">
          <button type="submit" className={testedAt === null ? undefined : "quiet"}>
            {testedAt === null ? "Make it, and send me a test" : "Send it again"}
          </button>
          <a className={testedAt === null ? "button quiet" : "button"} href="/ops/setup/finish">
            Go on
          </a>
        </p>
      </form>
    </SetupLayout>
  );
}

type FinishPageProps = SetupFrame & {
  /** The file whose variables this process reads, and whether it is there. */
  file: string;
  hasFile: boolean;
  problem: string | null;
};

/** How secrets and answers are kept. */
export function FinishPage({ file, hasFile, problem, ...frame }: FinishPageProps) {
  return (
    <SetupLayout {...frame} current="finish" title="Keep it">
      <SetupProblem text={problem} />
      <p>
        The name is kept already. All else are variables of the environment, secrets among them. They are
        written or shown once; after that the set-up is over, and its link opens nothing.
      </p>
      <form method="post" action="/ops/setup/finish">
        <Token {...frame} />
        <fieldset className="plain">
          <legend>What becomes of the variables</legend>
          <label className="check">
            <input type="radio" name="how" value="write" defaultChecked={!hasFile} />
            <span>
              Write them into <code>{file}</code>, which is read when Paperboy starts, for this user alone to
              read
            </span>
          </label>
          {hasFile ? (
            <label className="check">
              <input type="checkbox" name="append" value="yes" />
              <span>
                There is such a file: add them to it, or put them in the place of what{" "}
                <code>paperboy init</code> wrote for a start, where the former file is kept beside it
              </span>
            </label>
          ) : null}
          <label className="check">
            <input type="radio" name="how" value="show" defaultChecked={hasFile} /> Show them once, to be
            copied to where this installation has its variables
          </label>
        </fieldset>
        <p className="actions">
          <button type="submit">Finish the set-up</button>
        </p>
      </form>
    </SetupLayout>
  );
}

/** What is to be done now, with what is shown this once. */
export function FinishedPage({ file, lines, newPassword, editionId, readers }: FinishedSetup) {
  return (
    <OpsLayout title="Set-up is over">
      <div className="narrow setup">
        <h1 className="page-title">The set-up is over</h1>
        {lines === null ? (
          <p>
            The variables stand in <code>{file}</code>.
          </p>
        ) : (
          <>
            <p>Copy these variables now: they are shown this once.</p>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
            <pre tabIndex={0}>{lines.join("\n")}</pre>
          </>
        )}
        {newPassword === null ? null : (
          <p>
            The password of the operators' pages, shown this once:{" "}
            <code className="breaks">{newPassword}</code>
          </p>
        )}
        <h2>What comes next</h2>
        <ol>
          <li>
            Start Paperboy again, in every process: variables are read at the start. Then{" "}
            <code>paperboy doctor</code> says what is missing.
          </li>
          {readers === null ? (
            <li>
              <a href="/ops">Log in</a>, and import the readers of a former list under{" "}
              <a href="/ops/subscribers/import">Subscribers</a>, if there is one.
            </li>
          ) : (
            <li>
              A domain that has not sent before begins slowly: set <code>WARM_UP</code> before you let the
              first edition go to {readersWords(readers)}.
            </li>
          )}
          {editionId === null ? (
            <li>
              Look at the first edition before it goes, under <a href="/ops">Editions</a>, where editions are
              held.
            </li>
          ) : (
            <li>
              <a href={`/ops/editions/${editionId}`}>The first edition</a> waits for you: look at it, and
              approve it or cancel it.
            </li>
          )}
        </ol>
      </div>
    </OpsLayout>
  );
}
