-- Counts of what happened on a day: what drift and data quality are measured from. Nothing in them is of one person.
CREATE TABLE "daily_sketches" (
    "day" DATE NOT NULL,
    "sketch" JSONB NOT NULL,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "daily_sketches_pkey" PRIMARY KEY ("day")
);

CREATE TABLE "monitoring_reports" (
    "id" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,
    "report" JSONB NOT NULL,

    CONSTRAINT "monitoring_reports_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "monitoring_reports_kind" CHECK ("kind" IN ('drift', 'data-quality'))
);

CREATE UNIQUE INDEX "monitoring_reports_kind_day_key" ON "monitoring_reports"("kind", "day");
