/** Texts of one or more PEM blocks (RFC 7468). */

/** The certificates of a PEM text, one each. */
export function splitCertificates(text: string): readonly string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
}

/** The revocation lists of a PEM text, one each. */
export function splitLists(text: string): readonly string[] {
  return text.match(/-----BEGIN X509 CRL-----[^-]+-----END X509 CRL-----/g) ?? []
}
