/** What a spreadsheet program takes for a formula, also behind white space and in its wide forms; a tab may begin another cell. */
const FORMULA = /^(?:\t|\s*[=+\-@＝＋－＠])/u

/** One line of CSV for a Dutch spreadsheet program; no cell is ever taken for a formula. */
export function csvLine(cells: readonly (string | number)[]): string {
  const safe = cells.map((cell) => {
    const text = String(cell).replaceAll(/[\r\n]+/g, ' ')
    const inert = FORMULA.test(text) ? `'${text}` : text
    return /[";,]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
  })
  return `${safe.join(';')}\r\n`
}
