/** As the service answered on the simulated city, shortened and rounded. */

export const userExample = {
  id: 'u-00011',
  locations: [{ lat: 39.59, lon: -8.955, label: 'home' }],
  cuisines: ['Breakfast', 'Vegan'],
  maxPriceLevel: null,
  personalisationOptOut: false,
  createdAt: '2026-11-24T12:22:14.049Z',
  updatedAt: '2026-11-24T12:22:14.049Z',
}

export const userListExample = {
  items: [
    {
      id: 'u-00001',
      locations: [{ lat: 39.6, lon: -8.934, label: 'home' }],
      cuisines: ['Poke', 'Sandwiches', 'Steakhouse'],
      maxPriceLevel: null,
      personalisationOptOut: true,
      createdAt: '2026-11-24T12:22:14.049Z',
      updatedAt: '2026-11-24T12:22:14.049Z',
    },
  ],
  nextCursor: 'YWZ0ZXI6dS0wMDAwMQ',
}

export const erasureExample = {
  erased: { interactions: 0, pendingInteractions: 0, recommendations: 0, quarantinedRows: 0 },
}
