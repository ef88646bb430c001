/** The source writes `?` for unknown. */
export function known(text: string): string | null {
  const trimmed = text.replaceAll('_', ' ').replace(/\s+/g, ' ').trim()
  return trimmed === '' || trimmed === '?' ? null : trimmed
}

/** Low, medium and high, as price levels 1 to 3; null: unknown. */
export function priceLevel(word: string): number | null {
  const level = ['low', 'medium', 'high'].indexOf(word.trim().toLowerCase()) + 1
  return level === 0 ? null : level
}

/** The city that was meant, however it was spelt: `s.l.p.`, `Cd. Victoria`, `san luis potos`. null: unknown. */
export function cityOf(text: string): string | null {
  const word = known(text)
  if (word === null) return null
  const letters = word
    .toLowerCase()
    .replace(/[^a-z ]/g, '')
    .replace(/^(cd|ciudad) /, '')
  return cities[letters] ?? word
}

const cities: Readonly<Record<string, string>> = {
  slp: 'San Luis Potosi',
  'san luis potosi': 'San Luis Potosi',
  'san luis potos': 'San Luis Potosi',
  victoria: 'Ciudad Victoria',
  cuernavaca: 'Cuernavaca',
  jiutepec: 'Jiutepec',
  soledad: 'Soledad',
}

/** `VISA` and `Visa`, `bank_debit_cards`: one spelling, as a person would write it. */
export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase()
}

const payments: Readonly<Record<string, string>> = {
  visa: 'Visa',
  'mastercard-eurocard': 'Mastercard',
  'american express': 'American Express',
  'diners club': 'Diners Club',
  'carte blanche': 'Carte Blanche',
  'japan credit bureau': 'JCB',
}

export function paymentOf(text: string): string | null {
  const word = known(text)
  return word === null ? null : (payments[word.toLowerCase()] ?? sentenceCase(word))
}

/** `public` → `Parking: public`; `none` says nothing. */
export function parkingOf(text: string): string | null {
  const word = known(text)?.toLowerCase() ?? null
  if (word === null || word === 'none') return null
  return word === 'yes' ? 'Parking' : `Parking: ${word.replace(/ parking$/, '')}`
}
