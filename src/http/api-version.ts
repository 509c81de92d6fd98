/** The version of the interface: `info.version` of the OpenAPI document and the `API-Version` header of every answer. */

/** SemVer (ADR /core/semver, /core/version-header); the major version stands in the path. */
export const API_VERSION = '0.1.0'
