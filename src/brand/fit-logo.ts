/** In pixels of CSS. */
type Size = { width: number; height: number };

/** What a logo may take of a masthead: in mails, and on pages. */
const rooms = { mail: { width: 260, height: 44 }, page: { width: 200, height: 34 } } as const;

/** How large a logo is shown: as it is, or smaller in its own proportions where it would not fit. */
export function fitLogo({ width, height }: Size, place: keyof typeof rooms): Size {
  const room = rooms[place];
  const scale = Math.min(1, room.width / width, room.height / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
