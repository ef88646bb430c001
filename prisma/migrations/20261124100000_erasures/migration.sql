-- What is kept of an erased user: that there was one, as a hash, so that nothing that arrives late brings the user back unasked.
CREATE TABLE "erasures" (
    "user_hash" CHAR(64) NOT NULL,
    "erased_at" TIMESTAMPTZ(3) NOT NULL,
    "lifted_at" TIMESTAMPTZ(3),

    CONSTRAINT "erasures_pkey" PRIMARY KEY ("user_hash"),
    CONSTRAINT "erasures_user_hash" CHECK ("user_hash" ~ '^[0-9a-f]{64}$')
);

CREATE FUNCTION "user_hash"("id" TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN encode(sha256(convert_to("id", 'UTF8')), 'hex');

-- True from the erasure until somebody makes the user anew.
CREATE FUNCTION "is_erased"("id" TEXT) RETURNS BOOLEAN LANGUAGE sql STABLE STRICT
  RETURN EXISTS (SELECT FROM "erasures" e WHERE e."user_hash" = "user_hash"("id") AND e."lifted_at" IS NULL);

-- Live counts have to be made again; lifting changes none.
CREATE TRIGGER "erasures_changed" AFTER INSERT OR UPDATE OF "erased_at" ON "erasures"
  FOR EACH STATEMENT EXECUTE FUNCTION "notify_changed"('erasures');

-- With the key an erasure and an interaction that is put aside at the same moment can't miss each other.
INSERT INTO "users" ("id", "cuisines")
  SELECT DISTINCT "user_id", '{}'::text[] FROM "pending_interactions" ON CONFLICT DO NOTHING;

-- AddForeignKey
ALTER TABLE "pending_interactions" ADD CONSTRAINT "pending_interactions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
