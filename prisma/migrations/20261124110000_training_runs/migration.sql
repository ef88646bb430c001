-- Nothing but a person moves a pinned channel.
ALTER TABLE "model_channels" ADD COLUMN "pinned" BOOLEAN NOT NULL DEFAULT false;

CREATE TABLE "training_runs" (
    "id" BIGSERIAL NOT NULL,
    "trigger" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "reason" TEXT,
    "options" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "stage" TEXT,
    "progress" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "eta_seconds" DOUBLE PRECISION,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "cancelled_by" TEXT,
    "error" TEXT,
    "model_version" TEXT,
    "report" JSONB,

    CONSTRAINT "training_runs_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "training_runs_trigger" CHECK ("trigger" IN ('manual', 'schedule', 'new-data', 'drift', 'first-start')),
    CONSTRAINT "training_runs_status" CHECK ("status" IN ('queued', 'running', 'succeeded', 'rejected', 'failed', 'cancelled')),
    CONSTRAINT "training_runs_progress" CHECK ("progress" BETWEEN 0 AND 1),
    CONSTRAINT "training_runs_finished" CHECK (("finished_at" IS NULL) = ("status" IN ('queued', 'running')))
);

ALTER TABLE "training_runs" ADD CONSTRAINT "training_runs_model_version_fkey" FOREIGN KEY ("model_version") REFERENCES "models"("version") ON DELETE SET NULL ON UPDATE CASCADE;
