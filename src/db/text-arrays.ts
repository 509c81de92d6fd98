/** Arrays of texts on their way to the store, as PostgreSQL reads them: the driver copies each text twice, though few hold a sign to escape. */

/** What a statement may have as an array of texts, or of what is given as text: ids, days, instants. */
export type TextArray = readonly (string | null)[]

/** Whether `value` holds texts, and nothing else but nulls. */
export const isTextArray = (value: unknown): value is TextArray =>
  Array.isArray(value) && value.every((one) => one === null || typeof one === 'string')

const SPECIAL = /["\\]/

const quoted = (text: string): string =>
  `"${SPECIAL.test(text) ? text.replaceAll(/["\\]/g, String.raw`\$&`) : text}"`

/** An array of one dimension, in the form that `array_in` of PostgreSQL reads. */
export const encodeTextArray = (values: TextArray): string =>
  `{${values.map((one) => (one === null ? 'NULL' : quoted(one))).join(',')}}`
