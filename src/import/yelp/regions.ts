interface Region {
  readonly currency: 'USD' | 'CAD'
  /** null: not known */
  readonly timeZone: string | null
}

const eastern = 'America/New_York'
const central = 'America/Chicago'
const pacific = 'America/Los_Angeles'
const usZones: Readonly<Record<string, string>> = {
  ...{
    PA: eastern,
    NJ: eastern,
    DE: eastern,
    FL: eastern,
    NY: eastern,
    OH: eastern,
    NC: eastern,
    SC: eastern,
  },
  ...{
    GA: eastern,
    VA: eastern,
    MD: eastern,
    MA: eastern,
    VT: eastern,
    MI: eastern,
    IN: 'America/Indiana/Indianapolis',
  },
  ...{
    TN: central,
    MO: central,
    LA: central,
    IL: central,
    WI: central,
    MN: central,
    TX: central,
    AL: central,
  },
  ...{
    AZ: 'America/Phoenix',
    CO: 'America/Denver',
    UT: 'America/Denver',
    MT: 'America/Denver',
    ID: 'America/Boise',
  },
  ...{ NV: pacific, CA: pacific, OR: pacific, WA: pacific, HI: 'Pacific/Honolulu' },
}
const canadianZones: Readonly<Record<string, string>> = {
  ...{ AB: 'America/Edmonton', ON: 'America/Toronto', QC: 'America/Toronto', BC: 'America/Vancouver' },
}

/** Currency and time zone by the state's letters; a state that spans two zones has the one where most of its people live. */
export function regionOf(state: string): Region {
  const letters = state.trim().toUpperCase()
  const canadian = canadianZones[letters]
  if (canadian) return { currency: 'CAD', timeZone: canadian }
  return { currency: 'USD', timeZone: usZones[letters] ?? null }
}
