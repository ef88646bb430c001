import { z } from 'zod'
import type { Catalogue } from '../catalog/catalogue.ts'
import { runSteps, type Steps } from '../numeric/steps.ts'
import type { Calibration } from './calibrate.ts'
import type { Demand } from './demand.ts'
import type { RelevanceModel } from './model.ts'
import { featureCount, orderFeatures } from './models/order/features.ts'
import { createOrderModel } from './models/order/order-model.ts'
import type { OrderParameters } from './models/order/parameters.ts'
import { cellCount } from './models/order/whereabouts.ts'

/** "MAITRE" and two bytes that a transfer as text would spoil. */
const magic = Uint8Array.of(0x4d, 0x41, 0x49, 0x54, 0x52, 0x45, 0x0d, 0x0a)
const formatVersion = 3
const prefixLength = magic.length + 8

const numberSchema = z.number()
const calibrationSchema = z.object({ offset: numberSchema, slope: numberSchema.positive() })
const headerSchema = z.object({
  kind: z.literal('order'),
  features: z.array(z.string()),
  weights: z.array(numberSchema),
  collaborativeScale: numberSchema.positive(),
  collaborativeMean: numberSchema,
  habitDays: numberSchema.positive(),
  calibration: z.object({ own: calibrationSchema, fresh: calibrationSchema }),
  spend: z.object({
    levels: z.record(z.string(), z.array(numberSchema.positive()).length(5)),
    any: numberSchema.positive(),
    restaurantOrders: numberSchema.positive(),
    userOrders: numberSchema.positive(),
    correction: numberSchema.positive(),
  }),
  whereabouts: z
    .object({ labels: z.array(z.string()), shares: z.array(numberSchema.positive().max(1)) })
    .refine(
      ({ labels, shares }) => shares.length === labels.length * cellCount,
      'has a share too few or too many',
    ),
  examination: z.array(numberSchema.min(0).max(1)),
  operatorIds: z.array(z.string()),
  entries: z.int().min(0),
})

export class ArtefactError extends Error {}

/**
 * Lays a model out as bytes, little-endian: magic (8), format version (4), length of the header (4), header as JSON padded to a
 * multiple of 8, then the operator's rowStart and columns (int32) and values (float32). Equal parameters give equal bytes.
 */
export function encodeArtefact(parameters: OrderParameters): Uint8Array {
  const { operator, weights, calibration, spend, operatorIds, examination, whereabouts } = parameters
  const { collaborativeScale, collaborativeMean, habitDays } = parameters
  const header = new TextEncoder().encode(
    JSON.stringify({
      kind: 'order',
      features: orderFeatures.map(({ key }) => key),
      weights: [...weights],
      collaborativeScale,
      collaborativeMean,
      habitDays,
      calibration: { own: plain(calibration.own), fresh: plain(calibration.fresh) },
      spend: { ...spend, levels: Object.fromEntries(Object.entries(spend.levels).sort()) },
      whereabouts: { labels: whereabouts.labels, shares: [...whereabouts.shares] },
      examination: [...examination],
      operatorIds,
      entries: operator.columns.length,
    }),
  )
  const bodyAt = Math.ceil((prefixLength + header.length) / 8) * 8
  const bytes = new Uint8Array(bodyAt + 4 * (operator.items + 1 + 2 * operator.columns.length)).fill(
    0x20,
    prefixLength,
    bodyAt,
  )
  const view = new DataView(bytes.buffer)
  bytes.set(magic)
  view.setUint32(magic.length, formatVersion, true)
  view.setUint32(magic.length + 4, bodyAt - prefixLength, true)
  bytes.set(header, prefixLength)
  const columnsAt = bodyAt + 4 * operator.rowStart.length
  const valuesAt = columnsAt + 4 * operator.columns.length
  for (const [n, value] of operator.rowStart.entries()) view.setInt32(bodyAt + 4 * n, value, true)
  for (const [n, value] of operator.columns.entries()) view.setInt32(columnsAt + 4 * n, value, true)
  for (const [n, value] of operator.values.entries()) view.setFloat32(valuesAt + 4 * n, value, true)
  return bytes
}

/** Its numbers in this order, whatever else there may be. */
const plain = ({ offset, slope }: Calibration) => ({ offset, slope })

/**
 * Reads what `encodeArtefact` wrote. Where they lie as typed arrays need it, the bytes are used as they are and must not change any more.
 * @throws ArtefactError that says what is wrong
 */
export function decodeArtefact(bytes: Uint8Array): OrderParameters {
  return runSteps(decodeArtefactSteps(bytes))
}

/** The same, with stops in between. */
export function* decodeArtefactSteps(bytes: Uint8Array): Steps<OrderParameters> {
  const { header, bodyAt } = readHeader(bytes)
  const features = orderFeatures.map(({ key }) => key)
  if (header.features.join() !== features.join() || header.weights.length !== featureCount) {
    throw new ArtefactError('the model was trained with other features than this version of the code has')
  }
  const items = header.operatorIds.length
  const expected = bodyAt + 4 * (items + 1 + 2 * header.entries)
  if (bytes.length !== expected) {
    throw new ArtefactError(`the model has ${bytes.length} bytes instead of ${expected}`)
  }
  yield
  // The bytes may start anywhere in a larger buffer, and typed arrays want their alignment; a Buffer's own slice copies nothing.
  const isAligned = (bytes.byteOffset + bodyAt) % 4 === 0
  const body = isAligned ? bytes.subarray(bodyAt) : Uint8Array.prototype.slice.call(bytes, bodyAt)
  const at = body.byteOffset
  const rowStart = new Int32Array(body.buffer, at, items + 1)
  const columns = new Int32Array(body.buffer, at + 4 * (items + 1), header.entries)
  const values = new Float32Array(body.buffer, at + 4 * (items + 1 + header.entries), header.entries)
  if (!(yield* isOperator(rowStart, columns, values, items))) {
    throw new ArtefactError(`the model's item rows are damaged`)
  }
  return {
    weights: Float64Array.from(header.weights),
    collaborativeScale: header.collaborativeScale,
    collaborativeMean: header.collaborativeMean,
    habitDays: header.habitDays,
    calibration: header.calibration,
    spend: header.spend,
    whereabouts: {
      labels: header.whereabouts.labels,
      shares: Float64Array.from(header.whereabouts.shares),
    },
    examination: Float64Array.from(header.examination),
    operatorIds: header.operatorIds,
    operator: { items, rowStart, columns, values },
  }
}

/** A stored model bound to a catalogue and its live demand. @throws ArtefactError */
export function loadRelevanceModel(
  version: string,
  artefact: Uint8Array,
  catalogue: Catalogue,
  demand: Demand,
): RelevanceModel {
  return createOrderModel(version, decodeArtefact(artefact), catalogue, demand)
}

function readHeader(bytes: Uint8Array) {
  if (bytes.length < prefixLength || magic.some((byte, i) => bytes[i] !== byte)) {
    throw new ArtefactError('these bytes are not a model of Maitre')
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const version = view.getUint32(magic.length, true)
  if (version !== formatVersion) {
    throw new ArtefactError(
      `the model has format ${version}; this version of the code reads ${formatVersion}`,
    )
  }
  const bodyAt = prefixLength + view.getUint32(magic.length + 4, true)
  if (bodyAt > bytes.length) throw new ArtefactError('the model ends within its header')
  const parsed = headerSchema.safeParse(
    parseJson(new TextDecoder().decode(bytes.subarray(prefixLength, bodyAt))),
  )
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!
    throw new ArtefactError(`the model's header is damaged: ${path.join('.')} ${message}`)
  }
  return { header: parsed.data, bodyAt }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ArtefactError(`the model's header is damaged: it is not JSON`, { cause })
  }
}

/** Numbers that are looked at in one go; a millisecond or so. */
const numbersAStep = 1_000_000

function* isOperator(
  rowStart: Int32Array,
  columns: Int32Array,
  values: Float32Array,
  items: number,
): Steps<boolean> {
  if (rowStart[0] !== 0 || rowStart[items] !== columns.length) return false
  for (let i = 1; i <= items; i++) if (rowStart[i]! < rowStart[i - 1]!) return false
  for (let n = 0; n < columns.length; n++) {
    if (columns[n]! < 0 || columns[n]! >= items || !Number.isFinite(values[n]!)) return false
    if (n % numbersAStep === numbersAStep - 1) yield
  }
  return true
}
