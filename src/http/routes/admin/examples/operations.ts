/** As the service answered on the simulated city, shortened and rounded. */

export const auditExample = {
  items: [
    {
      id: '23',
      at: '2026-11-24T12:41:49.003Z',
      actor: 'manager:key_794fbb078003',
      action: 'profile.draft',
      subject: 'sales',
      reason: null,
      detail: { baseRevision: 1 },
    },
  ],
  nextCursor: 'bjIy',
}

export const quarantineExample = {
  items: [
    {
      id: '13',
      source: 'seed:city',
      file: 'interactions',
      line: 6,
      raw: '{"id":"i-bad-6","type":"click","userId":"u-00001","restaurantId":"r-00001","at":"2026-11-24T12:22:06.558Z","position":0}',
      reason: 'position counts from 1',
      at: '2026-11-24T12:22:23.896Z',
    },
  ],
  nextCursor: null,
}

export const sessionExample = { role: 'analyst', keyId: 'key_1351fe675c99', version: '0.1.0' }

export const usersExample = { items: [{ id: 'u-00011', hasPlace: true, orders: 49 }] }

export const foundRestaurantsExample = {
  items: [{ id: 'r-00107', name: 'Golden Oven', district: 'Riverside', status: 'open' }],
}
