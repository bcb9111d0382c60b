/** Why a certificate is not believed, in OpenSSL's and Node's words (https://nodejs.org/api/tls.html#x509-certificate-error-codes). */
const certificateCodes =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_\w+|CRL_\w+|ERROR_IN_CERT_\w+|INVALID_CA|PATH_LENGTH_EXCEEDED|INVALID_PURPOSE|HOSTNAME_MISMATCH|ERR_TLS_CERT_ALTNAME_\w+)$/;

/** The code by which a server's certificate is refused; null for every other error. */
export function certificateFault(error: unknown): string | null {
  for (let one = error; one instanceof Error; one = one.cause) {
    if ("code" in one && typeof one.code === "string" && certificateCodes.test(one.code)) return one.code;
  }
  return null;
}

/** Why the certificate is refused and what to do, after the server's name. */
export function certificateWords(code: string, howToNameCa: string): string {
  if (code.startsWith("ERR_TLS_CERT_ALTNAME") || code === "HOSTNAME_MISMATCH")
    return `shows a certificate of another name (${code}): reach it by a name that is in its certificate`;
  if (code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID")
    return `shows a certificate that does not hold now (${code}): renew it, and look at this machine's clock`;
  return `shows a certificate that is signed by nobody who is believed (${code}): ${howToNameCa}`;
}
