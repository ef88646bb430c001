-- CreateEnum
CREATE TYPE "RestaurantStatus" AS ENUM ('open', 'paused', 'closed');

-- CreateEnum
CREATE TYPE "InteractionType" AS ENUM ('impression', 'click', 'order', 'rating', 'dismiss');

-- CreateEnum
CREATE TYPE "ModelStatus" AS ENUM ('candidate', 'accepted', 'rejected');

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('app', 'analyst', 'manager', 'admin');

-- CreateTable
CREATE TABLE "restaurants" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "brand" TEXT,
    "district" TEXT,
    "cuisines" TEXT[],
    "tags" TEXT[],
    "price_level" SMALLINT,
    "average_spend" DOUBLE PRECISION,
    "currency" CHAR(3) NOT NULL DEFAULT 'USD',
    "fee_rate" DOUBLE PRECISION,
    "cost_per_order" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "preparation_minutes" DOUBLE PRECISION,
    "delivery_range_km" DOUBLE PRECISION,
    "latitude" DOUBLE PRECISION,
    "longitude" DOUBLE PRECISION,
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "hours" JSONB,
    "rating" DOUBLE PRECISION,
    "rating_count" INTEGER NOT NULL DEFAULT 0,
    "status" "RestaurantStatus" NOT NULL DEFAULT 'open',
    "listed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "restaurants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" TEXT NOT NULL,
    "locations" JSONB NOT NULL DEFAULT '[]',
    "cuisines" TEXT[],
    "max_price_level" SMALLINT,
    "personalisation_opt_out" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "interactions" (
    "id" TEXT NOT NULL,
    "type" "InteractionType" NOT NULL,
    "user_id" TEXT NOT NULL,
    "restaurant_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "amount" DOUBLE PRECISION,
    "rating" DOUBLE PRECISION,
    "recommendation_id" TEXT,
    "position" INTEGER,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "interactions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pending_interactions" (
    "id" TEXT NOT NULL,
    "type" "InteractionType" NOT NULL,
    "user_id" TEXT NOT NULL,
    "restaurant_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "amount" DOUBLE PRECISION,
    "rating" DOUBLE PRECISION,
    "recommendation_id" TEXT,
    "position" INTEGER,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pending_interactions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "profiles" (
    "key" TEXT NOT NULL,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "profiles_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "profile_revisions" (
    "profile_key" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_by" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "reverts_to" INTEGER,

    CONSTRAINT "profile_revisions_pkey" PRIMARY KEY ("profile_key","revision")
);

-- CreateTable
CREATE TABLE "profile_drafts" (
    "profile_key" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "base_revision" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT NOT NULL,

    CONSTRAINT "profile_drafts_pkey" PRIMARY KEY ("profile_key")
);

-- CreateTable
CREATE TABLE "models" (
    "version" TEXT NOT NULL,
    "status" "ModelStatus" NOT NULL DEFAULT 'candidate',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "artefact" BYTEA NOT NULL,
    "sha256" CHAR(64) NOT NULL,
    "data_from" TIMESTAMPTZ(3),
    "data_to" TIMESTAMPTZ(3),
    "data_hash" CHAR(64) NOT NULL,
    "settings" JSONB NOT NULL,
    "metrics" JSONB NOT NULL,

    CONSTRAINT "models_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "model_channels" (
    "channel" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "previous" TEXT,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_by" TEXT NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "model_channels_pkey" PRIMARY KEY ("channel")
);

-- CreateTable
CREATE TABLE "recommendations" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "user_id" TEXT,
    "profile_key" TEXT NOT NULL,
    "profile_revision" INTEGER NOT NULL,
    "model_version" TEXT,
    "request" JSONB NOT NULL,
    "plan" JSONB NOT NULL,
    "items" JSONB NOT NULL,
    "took_ms" DOUBLE PRECISION NOT NULL,
    "degraded" TEXT[],

    CONSTRAINT "recommendations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "label" TEXT NOT NULL,
    "hash" CHAR(64) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "reason" TEXT,
    "detail" JSONB,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "imports" (
    "id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    "summary" JSONB,

    CONSTRAINT "imports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "quarantine" (
    "id" BIGSERIAL NOT NULL,
    "import_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "file" TEXT NOT NULL,
    "line" INTEGER NOT NULL,
    "raw" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "quarantine_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "interactions_user_id_at_id_idx" ON "interactions"("user_id", "at" DESC, "id");

-- CreateIndex
CREATE INDEX "interactions_restaurant_id_idx" ON "interactions"("restaurant_id");

-- CreateIndex
CREATE INDEX "interactions_at_id_idx" ON "interactions"("at", "id");

-- CreateIndex
CREATE INDEX "interactions_received_at_id_idx" ON "interactions"("received_at", "id");

-- CreateIndex
CREATE INDEX "pending_interactions_restaurant_id_idx" ON "pending_interactions"("restaurant_id");

-- CreateIndex
CREATE INDEX "pending_interactions_user_id_idx" ON "pending_interactions"("user_id");

-- CreateIndex
CREATE INDEX "models_created_at_idx" ON "models"("created_at");

-- CreateIndex
CREATE INDEX "recommendations_at_id_idx" ON "recommendations"("at", "id");

-- CreateIndex
CREATE INDEX "recommendations_user_id_at_idx" ON "recommendations"("user_id", "at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_hash_key" ON "api_keys"("hash");

-- CreateIndex
CREATE INDEX "audit_at_idx" ON "audit"("at");

-- CreateIndex
CREATE UNIQUE INDEX "quarantine_source_file_line_reason_key" ON "quarantine"("source", "file", "line", "reason");

-- AddForeignKey
ALTER TABLE "interactions" ADD CONSTRAINT "interactions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "interactions" ADD CONSTRAINT "interactions_restaurant_id_fkey" FOREIGN KEY ("restaurant_id") REFERENCES "restaurants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "profile_revisions" ADD CONSTRAINT "profile_revisions_profile_key_fkey" FOREIGN KEY ("profile_key") REFERENCES "profiles"("key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "profile_drafts" ADD CONSTRAINT "profile_drafts_profile_key_fkey" FOREIGN KEY ("profile_key") REFERENCES "profiles"("key") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_channels" ADD CONSTRAINT "model_channels_version_fkey" FOREIGN KEY ("version") REFERENCES "models"("version") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quarantine" ADD CONSTRAINT "quarantine_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "imports"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Ranges: what no row may hold, whoever writes it. PostgreSQL sorts NaN above every number, so upper
-- bounds also keep NaN and infinity out.
ALTER TABLE "restaurants"
  ADD CONSTRAINT "restaurants_id" CHECK (length("id") BETWEEN 1 AND 200),
  ADD CONSTRAINT "restaurants_name" CHECK (length("name") BETWEEN 1 AND 300),
  ADD CONSTRAINT "restaurants_price_level" CHECK ("price_level" BETWEEN 1 AND 4),
  ADD CONSTRAINT "restaurants_average_spend" CHECK ("average_spend" >= 0 AND "average_spend" <= 1e9),
  ADD CONSTRAINT "restaurants_fee_rate" CHECK ("fee_rate" >= 0 AND "fee_rate" <= 1),
  ADD CONSTRAINT "restaurants_cost_per_order" CHECK ("cost_per_order" >= 0 AND "cost_per_order" <= 1e9),
  ADD CONSTRAINT "restaurants_preparation_minutes" CHECK ("preparation_minutes" >= 0 AND "preparation_minutes" <= 1440),
  ADD CONSTRAINT "restaurants_delivery_range_km" CHECK ("delivery_range_km" >= 0 AND "delivery_range_km" <= 20100),
  ADD CONSTRAINT "restaurants_latitude" CHECK ("latitude" BETWEEN -90 AND 90),
  ADD CONSTRAINT "restaurants_longitude" CHECK ("longitude" BETWEEN -180 AND 180),
  ADD CONSTRAINT "restaurants_location" CHECK (("latitude" IS NULL) = ("longitude" IS NULL)),
  ADD CONSTRAINT "restaurants_rating" CHECK ("rating" BETWEEN 0 AND 5),
  ADD CONSTRAINT "restaurants_rating_count" CHECK ("rating_count" >= 0),
  ADD CONSTRAINT "restaurants_currency" CHECK ("currency" ~ '^[A-Z]{3}$');

ALTER TABLE "users"
  ADD CONSTRAINT "users_id" CHECK (length("id") BETWEEN 1 AND 200),
  ADD CONSTRAINT "users_locations" CHECK (jsonb_typeof("locations") = 'array'),
  ADD CONSTRAINT "users_max_price_level" CHECK ("max_price_level" BETWEEN 1 AND 4);

ALTER TABLE "interactions"
  ADD CONSTRAINT "interactions_id" CHECK (length("id") BETWEEN 1 AND 200),
  ADD CONSTRAINT "interactions_amount" CHECK ("amount" >= 0 AND "amount" <= 1e9),
  ADD CONSTRAINT "interactions_rating" CHECK ("rating" BETWEEN 0 AND 5),
  ADD CONSTRAINT "interactions_position" CHECK ("position" BETWEEN 1 AND 10000);

ALTER TABLE "profile_revisions" ADD CONSTRAINT "profile_revisions_revision" CHECK ("revision" >= 1);
ALTER TABLE "models" ADD CONSTRAINT "models_sha256" CHECK ("sha256" = encode(sha256("artefact"), 'hex'));
ALTER TABLE "model_channels" ADD CONSTRAINT "model_channels_channel" CHECK ("channel" IN ('latest', 'stable'));
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_hash" CHECK ("hash" ~ '^[0-9a-f]{64}$');
ALTER TABLE "quarantine" ADD CONSTRAINT "quarantine_raw" CHECK (length("raw") <= 4000);

-- At most one default profile.
CREATE UNIQUE INDEX "profiles_one_default" ON "profiles" ("is_default") WHERE "is_default";

-- Immutable and append-only tables.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER "profile_revisions_immutable" BEFORE UPDATE OR DELETE ON "profile_revisions"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "audit_append_only" BEFORE UPDATE OR DELETE ON "audit"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();

-- A published artefact never changes under its version; its status may.
CREATE FUNCTION "refuse_artefact_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the artefact of model % is immutable', OLD."version" USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER "models_artefact_immutable" BEFORE UPDATE OF "artefact", "sha256" ON "models"
  FOR EACH ROW WHEN (OLD."sha256" IS DISTINCT FROM NEW."sha256" OR OLD."artefact" IS DISTINCT FROM NEW."artefact")
  EXECUTE FUNCTION "refuse_artefact_change"();

-- Every running service listens on `maitre_changed`; the payload names what to load again. One notice a statement and topic,
-- sent at commit, whoever wrote: the API, a command, or someone at a SQL prompt.
CREATE FUNCTION "notify_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('maitre_changed', TG_ARGV[0]);
  RETURN NULL;
END $$;
CREATE TRIGGER "restaurants_changed" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "restaurants"
  FOR EACH STATEMENT EXECUTE FUNCTION "notify_changed"('catalogue');
CREATE TRIGGER "users_changed" AFTER UPDATE OR DELETE OR TRUNCATE ON "users"
  FOR EACH STATEMENT EXECUTE FUNCTION "notify_changed"('users');
CREATE TRIGGER "interactions_changed" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "interactions"
  FOR EACH STATEMENT EXECUTE FUNCTION "notify_changed"('interactions');
CREATE TRIGGER "profiles_changed" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "profiles"
  FOR EACH STATEMENT EXECUTE FUNCTION "notify_changed"('profiles');
CREATE TRIGGER "profile_revisions_changed" AFTER INSERT ON "profile_revisions"
  FOR EACH STATEMENT EXECUTE FUNCTION "notify_changed"('profiles');
CREATE TRIGGER "model_channels_changed" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "model_channels"
  FOR EACH STATEMENT EXECUTE FUNCTION "notify_changed"('models');
CREATE TRIGGER "api_keys_changed" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "api_keys"
  FOR EACH STATEMENT EXECUTE FUNCTION "notify_changed"('keys');
