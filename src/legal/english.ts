/** Conditions in English, beside the Dutch of `conditions.ts`. */
import type { Voorwaarde } from './conditions.ts'

/** A condition as one English sentence. */
export function englishOf(condition: Voorwaarde): string {
  switch (condition.voorwaarde) {
    case 'persoonlijkContactGeprobeerd':
      return condition.voorSignaaldatum === true
        ? 'The creditor tried to reach the customer in person before the date of the signal.'
        : 'The creditor tried to reach the customer in person.'
    case 'opSchuldhulpGewezen':
      return 'The creditor pointed the customer to debt help.'
    case 'schriftelijkHerinnerd':
      return condition.termijnDagen === undefined
        ? `The creditor reminded the customer in writing, on at least ${condition.minstens} day(s).`
        : `The creditor reminded the customer in writing at least ${condition.minstens} times, each time leaving ${condition.termijnDagen} days.`
    case 'aanbodGedaan':
      return 'The creditor offered to share the contact data with the municipality.'
    case 'reactieToereikend':
      return `The customer's reaction to that offer is one of: ${condition.toegestaan.join(', ')}.`
    case 'natuurlijkPersoon':
      return 'The customer is a natural person.'
    case 'minstensDagenOud':
      return `On the date of the signal the arrears are at least ${condition.dagen} days old (a month counts as 30 days).`
    case 'hoogstensDagenOud':
      return `On the date of the signal the arrears are at most ${condition.dagen} days old (a month counts as 30 days).`
    case 'minstensBedrag':
      return `The arrears are at least EUR ${(condition.centen / 100).toFixed(2)}.`
    case 'minstensMaandenOud':
      return `On the date of the signal the oldest claim is at least ${condition.maanden} months old.`
    case 'boeteachterstand':
      return `There are also arrears on a fine, of at least EUR ${(condition.centen / 100).toFixed(2)} (${condition.bijzonderheid}).`
    case 'geenUitstel':
      return `The creditor declares that no postponement of payment was granted (${condition.bijzonderheid}).`
    case 'soortAangewezen':
      return `It is about ${condition.waarden.join(', ')} (${condition.bijzonderheid}).`
    case 'afspraakMetGemeente':
      return 'The municipality recorded an agreement with this creditor.'
    case 'vroegsignaalVooraf':
      return `The creditor gave an early signal of this person before (${condition.signaaltypen.join(', ')}); if not, only a remark follows.`
    case 'eindeleveringOpTijd':
      return `The supply ends only after at least ${condition.werkdagen} working days; if not, only a remark follows.`
  }
}
