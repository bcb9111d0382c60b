import type { EditionForecast } from "../../../delivery/forecast/forecast-edition.ts";
import type { EditionStatus } from "../../../delivery/progress/edition-status.ts";
import { EditionStatePill } from "./edition-parts.tsx";
import { ForecastReport } from "./forecast-parts.tsx";
import { OpsLayout } from "./ops-layout.tsx";
import { logOutToken, type PageProps } from "./page-props.ts";
import { verbsFor, verbWords } from "./verbs.ts";

export type ForecastPageProps = PageProps & { status: EditionStatus; forecast: EditionForecast };

/** What an edition will bring before it goes. */
export function ForecastPage(props: ForecastPageProps) {
  const { status, forecast } = props;
  const id = status.editionId;
  return (
    <OpsLayout title={`Forecast: ${id}`} current="editions" formToken={logOutToken(props)}>
      <div className="edition-line">
        <h1 className="page-title">{id}</h1>
        <EditionStatePill status={status} />
      </div>
      <p className="hint">
        <a href={`/ops/editions/${id}`}>How it stands</a>
      </p>
      <ForecastReport forecast={forecast} />
      {verbsFor(status).includes("approve") ? (
        <p className="actions">
          <a className="button" href={`/ops/editions/${id}/approve`}>
            {verbWords.approve.label}
          </a>
        </p>
      ) : null}
    </OpsLayout>
  );
}
