/** Rows as columns for a terminal. */

/** The first row is the head; columns are as wide as their widest cell. */
export function renderTable(rows: readonly (readonly string[])[]): string {
  const [first = []] = rows
  const widths = first.map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  )
  const [head = '', ...rest] = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return [head, '-'.repeat(head.length), ...rest, ''].join('\n')
}
