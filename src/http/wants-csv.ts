/** Whether a request asks for CSV: only who names it, since everything that a client accepts without naming it is JSON. */
export const wantsCsv = (accept: string | undefined): boolean =>
  accept?.split(',').some((one) => one.trim().split(';')[0]?.toLowerCase() === 'text/csv') === true
