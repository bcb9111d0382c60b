/** What every page behind the guard gets from its request. */
export type PageProps = {
  formToken: string;
  hasPassword: boolean;
  notice: string | null;
  now: Date;
};

/** The token of the form that logs out, or null when there is no password. */
export function logOutToken({ hasPassword, formToken }: PageProps): string | null {
  return hasPassword ? formToken : null;
}
