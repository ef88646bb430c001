-- A key may end by itself, and a rotated one knows its successor.
ALTER TABLE "api_keys"
  ADD COLUMN "expires_at" TIMESTAMPTZ(3),
  ADD COLUMN "replaced_by" TEXT;
