import type { EditionReadings, PaperReadings } from "../../../console/readings/gather-readings.ts";
import { mailedLinkKinds } from "../../../digest/mailed-links.ts";
import { formatCount } from "./format.ts";
import { Scroll } from "./ledger-tables.tsx";
import { OpsLayout } from "./ops-layout.tsx";
import { logOutToken, type PageProps } from "./page-props.ts";

/** @param props `readings` are null while they are being counted. */
export function ReadingsPage(props: PageProps & { editionId: string; readings: EditionReadings | null }) {
  const { editionId, readings } = props;
  return (
    <OpsLayout title={`Readings of ${editionId}`} current="editions" formToken={logOutToken(props)}>
      <h1 className="page-title">What readers clicked and marked</h1>
      <p className="hint">
        In <a href={`/ops/editions/${editionId}`}>{editionId}</a>, in the order of its papers.
      </p>
      {readings === null ? (
        <BeingCounted />
      ) : (
        <>
          <ReadingsNotes readings={readings} />
          <ReadingsTable papers={readings.papers} />
        </>
      )}
    </OpsLayout>
  );
}

const shownFirst = 10;

/** The papers of which readers did most, on the edition's own page; null while they are being counted. */
export function ReadingsSection({ id, readings }: { id: string; readings: EditionReadings | null }) {
  const most = mostRead(readings?.papers ?? []);
  return (
    <section>
      <h2>What readers clicked and marked</h2>
      {readings === null ? <BeingCounted /> : null}
      {readings !== null && most.length === 0 ? (
        <p className="hint">No click and no mark is known of any of its papers.</p>
      ) : null}
      {most.length > 0 ? <ReadingsTable papers={most.slice(0, shownFirst)} /> : null}
      <p>
        <a href={`/ops/editions/${id}/readings`}>All papers, link by link</a>
      </p>
    </section>
  );
}

function BeingCounted() {
  return <p className="hint">This is being counted; open it in a moment.</p>;
}

/** Those of which anything is known, the most clicked first. */
function mostRead(papers: PaperReadings[]): PaperReadings[] {
  const sum = ({ clicks, marks }: PaperReadings) => [clicks.people, marks.more + marks.save, marks.less];
  return papers
    .filter((paper) => sum(paper).some((count) => count > 0))
    .toSorted((a, b) => {
      const [first, second] = [sum(a), sum(b)];
      const at = first.findIndex((count, index) => count !== second[index]);
      return at < 0 ? 0 : (second[at] ?? 0) - (first[at] ?? 0);
    });
}

function ReadingsNotes({ readings }: { readings: EditionReadings }) {
  const hasClicks = readings.papers.some(({ clicks }) => clicks.people + clicks.machines > 0);
  return (
    <>
      {readings.isPartly ? (
        <p className="banner fair">
          Events of that time are being let go of (RETENTION_EVENTS_DAYS): the clicks are more than are
          counted here.
        </p>
      ) : null}
      {hasClicks ? null : (
        <p className="hint">
          No click on a paper was reported. They are where the sender's domain at the provider has click
          tracking on.
        </p>
      )}
      <p className="hint">
        Clicked: how many readers did; machines: for how many only a scanner of links did. Marks are those of
        the paper, wherever its readers met it. Who it was is not shown.
      </p>
    </>
  );
}

function ReadingsTable({ papers }: { papers: PaperReadings[] }) {
  return (
    <Scroll label="Readings by paper">
      <table>
        <thead>
          <tr>
            <th scope="col" className="number">
              Clicked
            </th>
            <th scope="col">Paper</th>
            <th scope="col">By link</th>
            <th scope="col" className="number">
              Machines
            </th>
            <th scope="col" className="number">
              More
            </th>
            <th scope="col" className="number">
              Less
            </th>
            <th scope="col" className="number">
              Saved
            </th>
          </tr>
        </thead>
        <tbody>
          {papers.map(({ paperId, title, clicks, marks }) => (
            <tr key={paperId}>
              <td className="number">{formatCount(clicks.people)}</td>
              <td className="words">
                <a href={`/papers/${encodeURIComponent(paperId)}`}>{title}</a>
              </td>
              <td className="name">{byLink(clicks.links) || "–"}</td>
              <td className="number">{formatCount(clicks.machines)}</td>
              <td className="number">{formatCount(marks.more)}</td>
              <td className="number">{formatCount(marks.less)}</td>
              <td className="number">{formatCount(marks.save)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function byLink(links: PaperReadings["clicks"]["links"]): string {
  return mailedLinkKinds
    .filter((kind) => links[kind] > 0)
    .map((kind) => `${kind} ${formatCount(links[kind])}`)
    .join(", ");
}
