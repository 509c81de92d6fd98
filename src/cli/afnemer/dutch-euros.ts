/** Cents as a Dutch spreadsheet reads euros: `812,00`. */
export function dutchEuros(cents: number): string {
  return (cents / 100).toFixed(2).replace('.', ',')
}
