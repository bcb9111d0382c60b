import type { ReadyTime } from "../../../calendar/ready-hours.ts";
import type { Preferences } from "../../../subscribers/preferences.ts";
import type { Subscriber } from "../../../subscribers/store.ts";
import type { FormProblem, PreferencesForm } from "../../http/parse-preferences-form.ts";
import { NotSaved, PreferencesFields } from "../../parts/preferences-fields.tsx";
import { AskPage } from "./ask-page.tsx";
import { OpsLayout } from "./ops-layout.tsx";
import { logOutToken, type PageProps } from "./page-props.ts";

type OneSubscriberProps = PageProps & { subscriber: Subscriber };

export function EraseSubscriberPage(props: OneSubscriberProps) {
  return (
    <AskPage {...asked(props)} title="Erase a reader" question="Erase this reader?" verb="Erase" isFinal>
      <p>
        Everything kept about <Address {...props} /> is removed: preferences, consents, the history. The hash
        of the address stays on the list of suppressions, so that no import brings it back. The editions'
        counts stay. This cannot be undone.
      </p>
    </AskPage>
  );
}

export function UnsubscribeSubscriberPage(props: OneSubscriberProps) {
  return (
    <AskPage
      {...asked(props)}
      title="Unsubscribe a reader"
      question="Unsubscribe this reader?"
      verb="Unsubscribe"
    >
      <p>
        <Address {...props} /> gets no digest from now on, and no mail about it. Their preferences are kept;
        they may subscribe again.
      </p>
    </AskPage>
  );
}

function asked({ subscriber, ...props }: OneSubscriberProps) {
  return { ...props, current: "readers" as const, back: `/ops/readers/${subscriber.id}` };
}

function Address({ subscriber }: OneSubscriberProps) {
  return <strong className="address">{subscriber.email}</strong>;
}

type SubscriberPreferencesPageProps = OneSubscriberProps & {
  /** What the form shows: what is saved, or what was sent and could not be. */
  shown: Preferences;
  pausedUntil: string | null;
  today: string;
  ready: ReadyTime;
  problems: FormProblem[];
  typed?: PreferencesForm["typed"];
};

/** All that a reader can choose, for an operator who changes it for them. */
export function SubscriberPreferencesPage(props: SubscriberPreferencesPageProps) {
  const { subscriber, problems } = props;
  const path = `/ops/readers/${subscriber.id}`;
  return (
    <OpsLayout title="Edit preferences" current="readers" formToken={logOutToken(props)}>
      <div className="narrow">
        <p className="crumb">
          <a href={path}>The reader</a>
        </p>
        <h1 className="page-title">Edit preferences</h1>
        <p className="lede">
          Of <Address {...props} />. Changes apply from the next digest.
        </p>
        <NotSaved problems={problems} />
        <form className="preferences" method="post">
          <input type="hidden" name="form_token" value={props.formToken} />
          <PreferencesFields
            by="operator"
            shown={props.shown}
            pausedUntil={props.pausedUntil}
            today={props.today}
            ready={props.ready}
            problems={problems}
            typed={props.typed ?? {}}
          />
          <p className="actions">
            <button type="submit">Save</button>
            <a className="button quiet" href={path}>
              Leave it as it is
            </a>
          </p>
        </form>
      </div>
    </OpsLayout>
  );
}
