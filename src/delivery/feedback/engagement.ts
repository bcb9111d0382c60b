/** One open or click as an event tells it; null is what it does not say. */
export type EngagementMark = {
  kind: "open" | "click";
  at: Date;
  /** Whether its client is known to be a machine's (`isMachineClient`). */
  isMachine: boolean;
  /** The link, or what stands for it: compared and nothing else. */
  link: string | null;
};

/** When a person and when a machine first opened and clicked; null is never. */
export type Engagement = {
  openedAt: Date | null;
  clickedAt: Date | null;
  machineOpenedAt: Date | null;
  machineClickedAt: Date | null;
};

/** Nobody opens a mail, or follows a link in it, this soon after it lies in the mailbox. */
const instantOpenMs = 2_000;
const instantClickMs = 5_000;

/** This many different links within this time are a scanner at work. */
const burstLinks = 3;
const burstMs = 10_000;

/** Apple's Mail Privacy Protection fetches images through a proxy that tells no more than this. */
const privacyProxy = /^Mozilla\/5\.0$/;

/** Apple's own network; its proxies at other hosts are told by their user agent. */
const appleNetwork = /^17\./;

const scanners =
  /bot\b|crawl|spider|headless|barracuda|mimecast|proofpoint|safelinks|symantec|fireeye|trendmicro|python-|curl\/|wget\/|go-http-client|okhttp|java\/|axios|node-fetch|libwww/i;

/**
 * Tells people from machines among the opens and clicks of one delivery. Gmail's and Yahoo's image proxies
 * fetch when a person opens, so they count as people. The order of the marks does not matter.
 *
 * @param deliveredAt when the receiving server took the mail, null when that is not known.
 */
export function judgeEngagement(marks: EngagementMark[], deliveredAt: Date | null): Engagement {
  const isMachine = machineTeller(marks, deliveredAt);
  const first = (kind: EngagementMark["kind"], byMachine: boolean) =>
    earliest(marks.filter((mark) => mark.kind === kind && isMachine(mark) === byMachine));
  return {
    openedAt: first("open", false),
    clickedAt: first("click", false),
    machineOpenedAt: first("open", true),
    machineClickedAt: first("click", true),
  };
}

/** Tells of each open and click of one delivery whether a machine did it, by all of its clicks. */
export function machineTeller(
  marks: EngagementMark[],
  deliveredAt: Date | null,
): (mark: EngagementMark) => boolean {
  const bursts = findBursts(marks.filter(({ kind }) => kind === "click"));
  return (mark) =>
    mark.isMachine || isTooSoon(mark, deliveredAt) || bursts.some((burst) => isNear(mark, burst));
}

/** Whether a client tells by its user agent or its address that no person sits there. */
export function isMachineClient(userAgent: string | null, ip: string | null): boolean {
  if (ip !== null && appleNetwork.test(ip)) return true;
  return userAgent !== null && (privacyProxy.test(userAgent.trim()) || scanners.test(userAgent));
}

function isTooSoon({ kind, at }: EngagementMark, deliveredAt: Date | null): boolean {
  if (deliveredAt === null) return false;
  const afterMs = at.getTime() - deliveredAt.getTime();
  return afterMs < (kind === "open" ? instantOpenMs : instantClickMs);
}

type Burst = { from: number; to: number };

function findBursts(clicks: EngagementMark[]): Burst[] {
  const sorted = clicks.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  return sorted.flatMap(({ at }, index) => {
    const from = at.getTime();
    const near = sorted.slice(index).filter((click) => click.at.getTime() - from <= burstMs);
    const links = new Set(near.map(({ link }) => link).filter((link) => link !== null));
    const last = near.at(-1);
    return links.size >= burstLinks && last ? [{ from, to: last.at.getTime() }] : [];
  });
}

/** What scans the links has fetched the images just before. */
function isNear({ kind, at }: EngagementMark, { from, to }: Burst): boolean {
  const time = at.getTime();
  return time >= (kind === "open" ? from - burstMs : from) && time <= to;
}

function earliest(marks: EngagementMark[]): Date | null {
  const [first] = marks.map(({ at }) => at).toSorted((a, b) => a.getTime() - b.getTime());
  return first ?? null;
}
