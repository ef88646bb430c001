-- How far orders are counted by restaurant, so that a start reads only what came since. One row, or none: nobody ever counted; form 0:
-- somebody does for the first time.
CREATE TABLE "order_count_state" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "form" INTEGER NOT NULL,
    "counted_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "order_count_state_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "order_count_state_one" CHECK ("id" = 1)
);

-- Of the orders received before `counted_until`; hours of the day are those of `time_zone`.
CREATE TABLE "order_counts" (
    "restaurant_id" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "counts" BYTEA NOT NULL,

    CONSTRAINT "order_counts_pkey" PRIMARY KEY ("restaurant_id")
);

-- Restaurants whose kept counts hold orders that are gone or were changed: to be counted anew. The empty id: all of them.
CREATE TABLE "order_recounts" (
    "id" BIGSERIAL NOT NULL,
    "restaurant_id" TEXT NOT NULL,

    CONSTRAINT "order_recounts_pkey" PRIMARY KEY ("id")
);

-- AddForeignKey
ALTER TABLE "order_counts" ADD CONSTRAINT "order_counts_restaurant_id_fkey" FOREIGN KEY ("restaurant_id") REFERENCES "restaurants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- In the transaction that takes an order away, so that no count outlives it unnoticed. A row more rather than a row changed: nobody waits
-- for anybody.
CREATE FUNCTION "orders_gone"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "order_recounts" ("restaurant_id") SELECT DISTINCT "restaurant_id" FROM "gone" WHERE "type" = 'order';
  RETURN NULL;
END $$;
CREATE FUNCTION "orders_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "order_recounts" ("restaurant_id")
    SELECT "restaurant_id" FROM "gone" WHERE "type" = 'order' UNION SELECT "restaurant_id" FROM "came" WHERE "type" = 'order';
  RETURN NULL;
END $$;
CREATE FUNCTION "all_orders_gone"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Whoever counts has a row there before reading, and reading keeps a TRUNCATE waiting.
  INSERT INTO "order_recounts" ("restaurant_id") SELECT '' FROM "order_count_state";
  RETURN NULL;
END $$;
CREATE TRIGGER "interactions_orders_gone" AFTER DELETE ON "interactions" REFERENCING OLD TABLE AS "gone"
  FOR EACH STATEMENT EXECUTE FUNCTION "orders_gone"();
CREATE TRIGGER "interactions_orders_changed" AFTER UPDATE ON "interactions"
  REFERENCING OLD TABLE AS "gone" NEW TABLE AS "came" FOR EACH STATEMENT EXECUTE FUNCTION "orders_changed"();
CREATE TRIGGER "interactions_all_orders_gone" AFTER TRUNCATE ON "interactions"
  FOR EACH STATEMENT EXECUTE FUNCTION "all_orders_gone"();

-- A model's numbers do not compress; as they are, PostgreSQL hands out any part of them without reading the rest.
ALTER TABLE "models" ALTER COLUMN "artefact" SET STORAGE EXTERNAL;
