const paths = {
  up: "M8 3 2.5 10h11z",
  talk: "M2.5 3h11v8H7l-3 2.5V11H2.5z",
  star: "m8 1.8 1.9 4 4.3.6-3.1 3 .7 4.4L8 11.7l-3.8 2.1.7-4.4-3.1-3 4.3-.6z",
  rise: "M2 11.5 6 7.5l2.5 2.5L14 4.500M9.500 4.500H14V9",
} as const;

export type IconName = keyof typeof paths;

/** The shapes that `Icon` refers to; once on each page. */
export function IconSymbols() {
  return (
    <svg width="0" height="0" className="symbols" aria-hidden="true">
      {Object.entries(paths).map(([name, path]) => (
        <symbol key={name} id={`i-${name}`} viewBox="0 0 16 16">
          <path d={path} />
        </symbol>
      ))}
    </svg>
  );
}

/** A small sign beside a number that is also said in words. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg width="14" height="14" className={`icon icon-${name}`} aria-hidden="true">
      <use href={`#i-${name}`} />
    </svg>
  );
}
