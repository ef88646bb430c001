import type { CsvSpec } from '../csv-file.ts'

const customer = { akeed_customer_id: 'customer_id' }

/** The columns that are read; the files hold more. */
export const foodDeliveryFiles = {
  'vendors.csv': { required: ['id', 'latitude', 'longitude', 'vendor_tag_name'] },
  'customers.csv': { required: ['customer_id'], aliases: customer },
  'customer_locations.csv': {
    required: ['customer_id', 'location_number', 'latitude', 'longitude'],
    aliases: customer,
  },
  'orders.csv': {
    required: ['akeed_order_id', 'customer_id', 'vendor_id', 'grand_total', 'created_at'],
    aliases: customer,
  },
} as const satisfies Record<string, CsvSpec>

export type FoodDeliveryFile = keyof typeof foodDeliveryFiles
