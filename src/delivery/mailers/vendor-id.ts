import { z } from "zod";

/**
 * An id that the provider gave to one of its things. Of any other shape it might ask for another page of the
 * provider, hold an address, or be what PostgreSQL cannot keep.
 */
export const vendorId = z.string().regex(/^[\w.:~-]{1,200}$/);
