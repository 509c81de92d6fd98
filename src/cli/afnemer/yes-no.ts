/** `ja` and `nee` in the ways in which a spreadsheet says them. */
const YES_NO: Readonly<Record<string, boolean>> = {
  ja: true,
  waar: true,
  true: true,
  '1': true,
  nee: false,
  onwaar: false,
  false: false,
  '0': false,
}

/** What a cell says; undefined when it says neither. */
export const yesNo = (cell: string): boolean | undefined =>
  Object.hasOwn(YES_NO, cell.toLowerCase()) ? YES_NO[cell.toLowerCase()] : undefined
