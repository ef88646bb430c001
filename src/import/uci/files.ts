import type { CsvSpec } from '../csv-file.ts'

const place = ['placeID']

/** The nine files, as UCI publishes them, and the columns that are read. */
export const uciFiles = {
  'geoplaces2.csv': { required: [...place, 'latitude', 'longitude', 'name', 'city', 'price'] },
  'chefmozcuisine.csv': { required: [...place, 'Rcuisine'] },
  'chefmozhours4.csv': { required: [...place, 'hours', 'days'] },
  'chefmozaccepts.csv': { required: [...place, 'Rpayment'] },
  'chefmozparking.csv': { required: [...place, 'parking_lot'] },
  'userprofile.csv': { required: ['userID', 'latitude', 'longitude', 'budget'] },
  'usercuisine.csv': { required: ['userID', 'Rcuisine'] },
  'userpayment.csv': { required: ['userID', 'Upayment'] },
  'rating_final.csv': { required: ['userID', ...place, 'rating'] },
} as const satisfies Record<string, CsvSpec>

export type UciFile = keyof typeof uciFiles
export type UciPaths = Readonly<Record<UciFile, string>>
