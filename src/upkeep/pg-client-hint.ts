/**
 * How PostgreSQL's client programs of a version are installed. Debian 12 has those of 15, Debian 13 of 17, Ubuntu 24.04
 * of 16: a later one comes from PostgreSQL's own packages (https://wiki.postgresql.org/wiki/Apt), whose script
 * postgresql-common brings. `libpq` of Homebrew is always the latest.
 */
export function pgClientHint(major: number): string {
  return `install the PostgreSQL client of version ${major} or later (Debian and Ubuntu: apt-get install postgresql-common, then /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh, then apt-get install postgresql-client-${major}; macOS: brew install libpq, and put its bin folder on the PATH)`;
}
