/** Invented persons are put together from these: common names, so that they belong to nobody, and those that are spelt in many ways. */

/** Prefix (may be empty), a bar, surname. */
export const SURNAMES: readonly string[] = (
  '|Jansen de|Vries |Bakker van|Dijk de|Boer |Visser |Smit |Meijer de|Jong van den|Berg van der|Meer ' +
  '|Mulder |Bos |Vos |Peters |Hendriks van|Leeuwen |Dekker |Brouwer de|Wit |Dijkstra |Smits de|Graaf ' +
  'van der|Linden |Kok |Jacobs de|Haan |Vermeulen van den|Heuvel van der|Veen van den|Broek de|Bruijn ' +
  'de|Bruin van der|Heijden |Schouten van|Beek |Willems van|Vliet van de|Ven |Hoekstra |Maas |Verhoeven ' +
  '|Koster van|Dam van der|Wal |Prins |Blom |Huisman |Peeters de|Jonge |Kuipers van|Veen |Post |Kuiper ' +
  '|Veenstra |Kramer van den|Brink |Scholten van|Wijk |Postma |Martens |Vink de|Ruiter |Timmermans ' +
  "|Groen |Gerritsen |Jonker van|Loon |Boer |Willemsen |Molenaar de|Lange |Verbeek van 't|Hof in 't|Veld " +
  "ten|Brink ter|Horst te|Velde op den|Kamp uit den|Boogaard 't|Hart |IJzerman |Bijlsma |Kuijper |Huijgens " +
  '|Janssen |Claassen |Hendrix |Wijss |Weiß |Groß |Müller |Schröder |Köhler |Böhm |Çelik |Yılmaz |Öztürk ' +
  '|Şahin |Doğan |Özdemir |Gül El|Amrani El|Hassani Al|Bakri |Bouali |Nuñez |García |Lopez |Fernández |Gonçalves ' +
  '|Kowalski |Wójcik |Łukaszewicz |Nowak |Horváth |Szabó |Nováková |Đorđević |Petrović |Nguyen |Tran |Singh ' +
  '|Chen |Wang |Tesfay |Haile |Abdi |Warsame |Mohamud |Osei |Mensah |Pinas |Martina |Kartosen'
)
  .split(' ')
  .reduce<string[]>((list, word) => {
    // A prefix of more words was cut up as well: put it together again.
    const last = list.at(-1)
    if (last !== undefined && !last.includes('|')) list[list.length - 1] = `${last} ${word}`
    else list.push(word)
    return list
  }, [])

export const FIRST_NAMES: readonly string[] = (
  'Johanna Jan Maria Johannes Anna Cornelis Hendrik Willem Elisabeth Pieter Adriana Gerrit Wilhelmina ' +
  'Catharina Jacobus Petrus Jacob Antonius Martinus Theodorus Marijke Thijs Sanne Daan Sophie Lucas Emma Sem ' +
  'Noor Bram Lotte Finn Eva Milan Fleur Levi Julia Luuk Tess Jesse Sara Mees Lieke Noah Anouk Ruben Ilse Stijn ' +
  'Fatima Mohamed Ahmed Aisha Yusuf Zeynep Mehmet Emre Elif Ali Samira Ibrahim Nadia Rachid Omar Khadija Hassan ' +
  'Agnieszka Piotr Krzysztof Ewa Dawit Selam Rajesh Priya Wei Linh Kwame Rita Urmila Quinten Vera Xander Ypke IJsbrand'
).split(' ')

/** A call name that does not begin as the official one does. */
export const CALL_NAMES: readonly (readonly [string, string])[] = [
  ['Cornelis', 'Kees'],
  ['Johannes', 'Hans'],
  ['Wilhelmina', 'Mina'],
  ['Elisabeth', 'Bets'],
  ['Jacobus', 'Koos'],
  ['Antonius', 'Ton'],
  ['Catharina', 'Trijn'],
  ['Hendrik', 'Rik'],
]

export const TRADES: readonly string[] = [
  'Bakkerij',
  'Kapsalon',
  'Klussenbedrijf',
  'Schildersbedrijf',
  'Garage',
  'Eetcafé',
  'Hoveniersbedrijf',
  'Firma',
]
