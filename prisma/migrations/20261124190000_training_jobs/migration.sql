-- A run that learnt from one market says which; null: from everything.
ALTER TABLE "training_runs" ADD COLUMN "market" TEXT;

-- What is to be trained, for whichever machine has time. A worker takes a row for as long as its lease runs, and renews it; a row whose lease
-- ran out is anybody's again, a bounded number of times.
CREATE TABLE "training_jobs" (
    "id" BIGSERIAL NOT NULL,
    "market" TEXT,
    "options" JSONB NOT NULL,
    "actor" TEXT NOT NULL,
    "reason" TEXT,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "queued_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "worker" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "run_id" BIGINT,
    "finished_at" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "training_jobs_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "training_jobs_status" CHECK ("status" IN ('queued', 'running', 'done', 'failed')),
    CONSTRAINT "training_jobs_finished" CHECK (("finished_at" IS NULL) = ("status" IN ('queued', 'running'))),
    CONSTRAINT "training_jobs_leased" CHECK (("lease_until" IS NULL) = ("status" <> 'running'))
);

CREATE INDEX "training_jobs_status_id_idx" ON "training_jobs"("status", "id");

-- AddForeignKey
ALTER TABLE "training_jobs" ADD CONSTRAINT "training_jobs_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "training_runs"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- The version that a service of one market serves in place of `latest`.
CREATE TABLE "market_models" (
    "market" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by" TEXT NOT NULL,

    CONSTRAINT "market_models_pkey" PRIMARY KEY ("market")
);

-- AddForeignKey
ALTER TABLE "market_models" ADD CONSTRAINT "market_models_version_fkey" FOREIGN KEY ("version") REFERENCES "models"("version") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TRIGGER "market_models_changed" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "market_models"
  FOR EACH STATEMENT EXECUTE FUNCTION "notify_changed"('models');
