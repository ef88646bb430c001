CREATE TABLE "experiments" (
    "id" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'draft',
    "scope" TEXT,
    "settings" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "started_by" TEXT,
    "start_reason" TEXT,
    "stopped_at" TIMESTAMPTZ(3),
    "stopped_by" TEXT,
    "stopped_because" TEXT,
    "stop_reason" TEXT,
    "results" JSONB,

    CONSTRAINT "experiments_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "experiments_key_form" CHECK ("key" ~ '^[a-z0-9][a-z0-9-]{0,59}$'),
    CONSTRAINT "experiments_state" CHECK ("state" IN ('draft', 'running', 'stopped')),
    CONSTRAINT "experiments_stopped_because" CHECK ("stopped_because" IN ('person', 'guardrail', 'schedule')),
    CONSTRAINT "experiments_started" CHECK (("started_at" IS NULL) = ("state" = 'draft')),
    CONSTRAINT "experiments_stopped" CHECK (("stopped_at" IS NULL) = ("state" <> 'stopped')),
    CONSTRAINT "experiments_stop_explained" CHECK (("stopped_because" IS NULL) = ("stopped_at" IS NULL))
);

CREATE UNIQUE INDEX "experiments_key_key" ON "experiments"("key");

-- A request belongs to one experiment at most; a scope of null is the requests that name no profile.
CREATE UNIQUE INDEX "experiments_one_running" ON "experiments" (coalesce("scope", '')) WHERE "state" = 'running';

CREATE TRIGGER "experiments_changed" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "experiments"
  FOR EACH STATEMENT EXECUTE FUNCTION "notify_changed"('experiments');

-- What was tried once stays as it was tried: a running or stopped experiment keeps its settings.
CREATE FUNCTION "refuse_experiment_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'experiment % is %: its settings are fixed', OLD."key", OLD."state" USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER "experiments_settings_fixed" BEFORE UPDATE OF "key", "scope", "settings" ON "experiments"
  FOR EACH ROW WHEN (OLD."state" <> 'draft' AND (OLD."key", OLD."scope", OLD."settings") IS DISTINCT FROM (NEW."key", NEW."scope", NEW."settings"))
  EXECUTE FUNCTION "refuse_experiment_change"();

ALTER TABLE "recommendations" ADD COLUMN "experiment_key" TEXT, ADD COLUMN "experiment_variant" TEXT;

-- Results look for the lists of one experiment by user and time; most lists belong to none.
CREATE INDEX "recommendations_experiment" ON "recommendations" ("experiment_key", "user_id", "at") WHERE "experiment_key" IS NOT NULL;
