/**
 * What one user did, oldest first (ties by interaction id), as parallel columns of length n. Restaurants are indices into the
 * catalogue that the history was bound to; interactions with restaurants outside it are left out.
 */
export interface History {
  readonly length: number
  /** index into the catalogue */
  readonly restaurant: Int32Array
  /** index into `interactionTypes` */
  readonly type: Uint8Array
  readonly atMs: Float64Array
  /** NaN: none */
  readonly amount: Float64Array
  /** 0 to 5; NaN: none */
  readonly rating: Float64Array
}

export const emptyHistory: History = Object.freeze({
  length: 0,
  restaurant: new Int32Array(0),
  type: new Uint8Array(0),
  atMs: new Float64Array(0),
  amount: new Float64Array(0),
  rating: new Float64Array(0),
})
