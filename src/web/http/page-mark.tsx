import { usePageLook } from "./page-look.tsx";

/** The site's icon as a drawing in the accent of the page's scheme. */
function DrawnMark() {
  return (
    <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" className="mark-ground" />
      <path d="M8 8h16v16H8z" className="mark-sheet" />
      <path d="M11 12h10M11 16h10M11 20h6" className="mark-lines" />
    </svg>
  );
}

/** Whose page it is: the logo alone, which says the name to who does not see it; or the icon beside the name. */
export function Wordmark({ name }: { name: string }) {
  const { logo } = usePageLook();
  return logo === null ? (
    <>
      <DrawnMark />
      {name}
    </>
  ) : (
    <Logo {...logo} alt={name} />
  );
}

/** Logo or icon before other words. */
export function Mark() {
  const { logo } = usePageLook();
  return logo === null ? <DrawnMark /> : <Logo {...logo} alt="" />;
}

function Logo({ path, alt, ...size }: { path: string; alt: string; width: number; height: number }) {
  return <img className="logo" src={path} alt={alt} {...size} />;
}

/** What a page's head asks for of the installation's own look, behind the site's style sheet. */
export function LookLinks() {
  const { icon, style } = usePageLook();
  return (
    <>
      <link rel="icon" href={icon.path} type={icon.type} />
      {style === null ? null : <link rel="stylesheet" href={style} />}
    </>
  );
}
